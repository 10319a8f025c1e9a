"""``tansiq exchange``: run the exchange, adopt an agreement, say how links stand."""

import gc
import json
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli import centre_site
from tansiq.cli.console import current_language, say
from tansiq.domain.time import date_time_group
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from datetime import datetime

    from tansiq.centre.partners.overview import Partner

FOLDER: Final = click.Path(path_type=Path, file_okay=False)
_OBJECTS: Final = 10_000  # made until Python looks for garbage; a page of records makes many at once
FILE: Final = click.Path(path_type=Path, dir_okay=False)
STATES: Final = {
    "up": N_("connected"),
    "down": N_("not reached"),
    "overdue": N_("SILENT TOO LONG"),
    "never": N_("never heard"),
    "stick": N_("by stick only"),
    "unknown": N_("not known"),
}


@click.command()
@click.argument("centre", type=FOLDER)
@click.argument("proof", type=FILE)
@click.option("--roots", type=FILE, metavar="FILE", required=True, help="The parties' roots as exchanged on paper.")
def adopt(centre: Path, proof: Path, *, roots: Path) -> None:
    """Adopt the agreement that PROOF shows, in CENTRE: from now on it exchanges by those terms.

    PROOF is the proof file of the decision by which both parties signed the agreement; a centre where it was signed
    offers it on the decision's page.
    """
    centre_site.load(centre)
    from tansiq.centre.founding.first_records import make_tables  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.partners.adopting import adopt as adopt_agreement  # noqa: PLC0415
    from tansiq.exchange.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.keys import parse_roots  # noqa: PLC0415
    from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    make_tables()
    data = Folder(proof.parent).read(proof.name, LIMITS.agreement_bytes)
    given = parse_roots(Folder(roots.parent).read(roots.name, JOURNAL_LIMITS.key_file_bytes))
    entered = adopt_agreement(data, given)
    say(N_("Adopted: %(agreement)s, version %(version)s, as entry %(place)s of the journal."),
        agreement=entered.content.body["agreement"], version=entered.content.body["version"],
        place=entered.place)  # fmt: skip


@click.command()
@click.argument("centre", type=FOLDER)
def run(centre: Path) -> None:
    """Run the exchange of CENTRE until Ctrl-C, in a process of its own beside the site's.

    The site can do it too: tansiq centre serve CENTRE --exchange.
    """
    centre_site.load(centre)
    from tansiq.centre.founding.begin import make_ready  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.partners.running import Exchange  # noqa: PLC0415

    make_ready()
    gc.freeze()  # what was loaded stays: looking through it for garbage again and again costs a tenth of a catch-up
    gc.set_threshold(_OBJECTS)
    exchange = Exchange(centre.resolve())
    exchange.start()
    say(N_("The exchange of %(centre)s runs. Stop with Ctrl-C."), centre=centre)
    try:
        _until_told()
    finally:
        exchange.stop()


def _until_told() -> None:
    """Wait for Ctrl-C or termination."""
    told = threading.Event()
    before = {number: signal.signal(number, lambda *_: told.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        told.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.command()
@click.argument("centre", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def status(centre: Path, *, as_json: bool) -> None:
    """Say how CENTRE stands with each partner: who has what, how old, how fast, what is wrong.

    Ends with 1 if something must be done.
    """
    centre_site.load(centre)
    from django.utils import timezone  # noqa: PLC0415 - Django must be loaded first

    from tansiq.centre.founding.first_records import make_tables  # noqa: PLC0415
    from tansiq.centre.partners import overview  # noqa: PLC0415
    from tansiq.centre.partners.measured import measured_share_within_min  # noqa: PLC0415

    make_tables()
    found = overview.partners(timezone.now())
    if as_json:
        measured = measured_share_within_min()
        click.echo(json.dumps({"partners": [overview.as_json(each) for each in found],
                               "measured_share_within_min": measured}, indent=1))  # fmt: skip
    elif not found:
        _show(N_("No agreement with terms of exchange was adopted here."))
    for each in () if as_json else found:
        _tell(each)
    if any(each.troubled for each in found):
        click.get_current_context().exit(1)


def _tell(partner: "Partner") -> None:
    language = current_language()
    _show(N_("%(partner)s: %(state)s. Last word %(word)s. To be phoned: %(contact)s"), partner=partner.name,
          state=translate(STATES[partner.state], language), word=_moment(partner.last_word),
          contact=partner.centre.contact.best(language) or "-")  # fmt: skip
    if partner.link.why:
        _show(N_("  not reached since %(since)s: %(why)s"), since=_moment(partner.link.failed_since),
              why=partner.link.why[language])  # fmt: skip
    if partner.link.blocked:
        _show(N_("  ! nothing is released to it: %(why)s"), why=partner.link.blocked[language])
    receipt = partner.receipt
    _show(N_("  they have %(confirmed)s of our %(released)s; the last receipt came %(at)s"),
          confirmed=partner.confirmed, released=partner.released,
          at=_moment(receipt.entered_at if receipt else None))  # fmt: skip
    oldest = partner.oldest_unconfirmed
    if oldest is not None:
        _show(N_("  oldest not received: %(object)s %(precedence)s, released %(at)s"), object=oldest.object,
              precedence=oldest.precedence.upper(), at=_moment(oldest.released_at))  # fmt: skip
    kept = partner.kept
    _show(N_("  we have %(kept)s of theirs, the last kept %(at)s; %(new)s to be acknowledged"),
          kept=kept.size if kept else 0, at=_moment(kept.kept_at if kept else None), new=partner.new)  # fmt: skip
    _tell_figures(partner)
    for each in partner.overdue_urgent:
        _show(N_("  ! NOT ARRIVED: %(object)s %(precedence)s, released %(at)s. Phone: %(contact)s"),
              object=each.row.object, precedence=each.row.precedence.upper(), at=_moment(each.row.released_at),
              contact=partner.centre.contact.best(language) or "-")  # fmt: skip
    for alarm in partner.alarms:
        _show(N_("  ! %(at)s %(fault)s: %(says)s"), at=_moment(alarm.raised_at), fault=alarm.fault,
              says=alarm.says[language])  # fmt: skip


def _tell_figures(partner: "Partner") -> None:
    ways = ((N_("theirs to us"), partner.theirs_timed), (N_("ours to them"), partner.ours_timed))
    for way, timed in ways:
        for precedence, figures in timed.items():
            _show(N_("  %(way)s, %(precedence)s: median %(median)s s, nine in ten within %(p90)s s, of %(count)s"),
                  way=translate(way, current_language()), precedence=precedence or "-",
                  median=f"{figures.median_s:.1f}", p90=f"{figures.p90_s:.1f}", count=figures.count)  # fmt: skip


def _moment(moment: "datetime | None") -> str:
    return date_time_group(moment) if moment else translate(N_("never"), current_language())


def _show(template: str, **fields: object) -> None:
    click.echo(translate(template, current_language(), fields))


COMMANDS: Final[tuple[click.Command, ...]] = (adopt, run, status)
