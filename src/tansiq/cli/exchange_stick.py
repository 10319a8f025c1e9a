"""``tansiq exchange``: carry release logs on a stick, audit what was released."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli import centre_site
from tansiq.cli.console import current_language, progress_bar, refuse_existing
from tansiq.domain.time import date_time_group
from tansiq.errors import TansiqError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.centre.partners.sticks import Taken
    from tansiq.journal.audit import Finding

_FOLDER: Final = click.Path(path_type=Path, file_okay=False)
_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_DOUBT, _SHOWN = "? ", "- "


@click.command()
@click.argument("centre", type=_FOLDER)
@click.argument("stick", type=_FOLDER)
@click.option("--to", "partner", required=True, metavar="PARTNER", help="Name of the centre that the stick is for.")
@click.option("--whole", is_flag=True, help="Everything ever released, not only what it has no receipt for.")
def export(centre: Path, stick: Path, *, partner: str, whole: bool) -> None:
    """Write what CENTRE released to a partner onto STICK, with receipts for what it released to CENTRE.

    Nothing on a stick is encrypted: carry it as you carry paper of the same marking. Exports for several partners lie
    beside each other.
    """
    centre_site.load(centre)
    from tansiq.centre.partners.sticks import export as write  # noqa: PLC0415 - Django must be loaded first

    made = write(partner, stick, whole=whole)
    _show(N_("On %(stick)s for %(recipient)s: the log up to entry %(size)s, from entry %(first)s on; %(files)s files, "
             "all flushed. The stick may be taken out."),
          stick=stick, recipient=made.recipient, size=made.size, first=made.first, files=len(made.files))  # fmt: skip


@click.command("import")
@click.argument("centre", type=_FOLDER)
@click.argument("stick", type=_FOLDER)
def import_(centre: Path, stick: Path) -> None:
    """Take over what partners released to CENTRE, and their receipts, from STICK.

    Everything is checked as if it had come over the network. Our own receipts travel back with the next export.
    """
    centre_site.load(centre)
    from tansiq.centre.partners.sticks import exports_for_us, take  # noqa: PLC0415 - Django must be loaded first

    refusals: list[TansiqError] = []
    for found in exports_for_us(stick):
        try:
            taken = take(found)
        except TansiqError as error:  # of one partner; the others' exports are looked at all the same
            refusals.append(error)
            continue
        _tell_taken(taken)
        refusals += filter(None, (taken.old, taken.unheard))
    for refusal in refusals[1:]:
        click.echo(refusal.message(current_language()), err=True)
    if refusals:
        raise refusals[0]


def _tell_taken(taken: "Taken") -> None:
    if taken.pulled is not None:
        _show(N_("From %(sender)s: %(count)s entries were taken over; its log is here up to entry %(end)s."),
              sender=taken.sender, count=taken.pulled.end - taken.pulled.first, end=taken.pulled.end)  # fmt: skip
        if taken.pulled.refused:
            _show(N_("%(count)s of them were not accepted: see the alarms."), count=taken.pulled.refused)
    if taken.receipt is not None:
        _show(N_("%(sender)s has the first %(size)s entries of what was released to it."),
              sender=taken.sender, size=taken.receipt)  # fmt: skip


@click.command()
@click.argument("journal", type=_FOLDER)
@click.argument("release", type=_FOLDER)
@click.option("--opening", type=_FILE, required=True, metavar="FILE", help="The opening that the origin handed over.")
@click.option(
    "--trust", type=_FILE, required=True, metavar="FILE", help="The parties' roots as you were given them."
)  # fmt: skip
@click.option(
    "--received",
    type=_FOLDER,
    metavar="DIR",
    help="The log that the recipient keeps for the origin: what was answered.",
)
def audit(journal: Path, release: Path, *, opening: Path, trust: Path, received: Path | None) -> None:
    """Check that the log RELEASE holds all that the rule releases of the opened JOURNAL, and nothing else.

    JOURNAL is the origin's, as it handed it over; RELEASE best as its recipient keeps it. What was never entered into
    the journal no audit finds.
    """
    from tansiq.exchange.audit import audit_release, parse_opening  # noqa: PLC0415 - takes time --help should not cost
    from tansiq.journal.keys import parse_roots  # noqa: PLC0415
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    roots = parse_roots(_bytes(trust, LIMITS.key_file_bytes))
    opened = parse_opening(_bytes(opening, LIMITS.note_bytes))
    with progress_bar() as progress:
        found = audit_release(
            Folder(journal), Folder(release), opened, roots, received=Folder(received) if received else None,
            tell=_tell, progress=progress,
        )  # fmt: skip
    _show(N_("%(release)s is what the agreement's rule makes of the journal, up to the head signed at %(time)s."),
          release=release, time=date_time_group(found.head.signed_at))  # fmt: skip


@click.command("open")
@click.argument("centre", type=_FOLDER)
@click.argument("partner")
@click.argument("out", type=_FILE)
@click.option(
    "--head", type=_FILE, metavar="FILE", help="The head to open, as the partner kept it (its file checkpoint)."
)  # fmt: skip
def open_(centre: Path, partner: str, out: Path, *, head: Path | None) -> None:
    """Write to OUT what opens the newest head of CENTRE's log for PARTNER, or the one given, for a joint audit.

    It opens this one head and no other. To be audited, hand over the journal's folder with it.
    """
    refuse_existing(out, force=False)
    centre_site.load(centre)
    from tansiq.centre.partners.opening import opening_for  # noqa: PLC0415 - Django must be loaded first
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    opening = opening_for(partner, b"" if head is None else _bytes(head, LIMITS.note_bytes))
    Folder(out.parent).write(out.name, bytes(opening))
    _show(N_("%(out)s opens the head of %(log)s signed at %(time)s: it commits to the first %(entries)s entries of the "
             "journal."), out=out, log=opening.log, time=opening.time, entries=opening.journal.size)  # fmt: skip


def _bytes(path: Path, most_bytes: int) -> bytes:
    from tansiq.journal.log import Folder  # noqa: PLC0415

    return Folder(path.parent).read(path.name, most_bytes)


def _tell(finding: "Finding") -> None:
    click.echo((_DOUBT if finding.doubt else _SHOWN) + finding.words(current_language()))


def _show(template: str, **fields: object) -> None:
    click.echo(translate(template, current_language(), fields))


COMMANDS: Final[tuple[click.Command, ...]] = (export, import_, audit, open_)
