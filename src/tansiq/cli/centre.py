"""``tansiq centre``: make a centre, run it, rebuild its tables, bring in what a party's root has signed."""

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli import centre_demonstration, centre_invite, centre_keeping, centre_site
from tansiq.cli.console import current_language, progress_bar, say
from tansiq.errors import UsageError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.centre.configuration import Identity
    from tansiq.centre.founding.folder import MadeRoot
    from tansiq.domain.party import Party
    from tansiq.journal.keys import Roots

LAST_PORT: Final = 65535
MOST_WORKERS: Final = 64
FOLDER: Final = click.Path(path_type=Path, file_okay=False)
FILE: Final = click.Path(path_type=Path, dir_okay=False)


@click.group()
def centre() -> None:
    """Make and run a centre: its records, its accounts, its journal."""


@centre.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, help="Short name: lower-case letters, digits, hyphens.")
@click.option("--joint", is_flag=True, help="Staffed by both parties.")
@click.option("--party", metavar="ID", help="Whose centre it is, if it is one party's: federal or regional.")
@click.option("--domain", default="local", show_default=True, help="What the names of keys and logs begin with.")
@click.option("--roots", type=FILE, metavar="FILE", help="The parties' public roots, made elsewhere (tansiq keys).")
@click.option("--database", default="", metavar="ADDRESS", help="postgresql://... instead of SQLite in the folder.")
@click.option("--exercise", is_flag=True, help="Everything in it is fictional; every page and paper says so.")
def init(
    folder: Path, *, name: str, joint: bool, party: str | None, domain: str, roots: Path | None, database: str,
    exercise: bool,
) -> None:  # fmt: skip
    """Make a new centre in FOLDER.

    Without --roots, a root key is made for each party and lies in FOLDER/offline: write its passphrase on paper, carry
    the file away, and delete it there. With --roots, the parties' roots stay where they are, and the centre waits for
    their certificates (tansiq keys certify, then tansiq centre admit).
    """
    from tansiq.centre.founding import folder as founding  # noqa: PLC0415 - OpenSSL takes time --help should not cost

    identity = _identity(folder, name, party, domain, database, joint=joint, exercise=exercise)
    given = None if roots is None else _roots(roots)
    founding.make_folder(identity)
    if given is not None:
        founding.keep_roots(identity, given)
        _begin(identity, ())
    else:
        _begin(identity, founding.make_roots(identity))


def _identity(
    folder: Path, name: str, party: str | None, domain: str, database: str, *, joint: bool, exercise: bool
) -> "Identity":
    from tansiq.centre.configuration import Identity  # noqa: PLC0415
    from tansiq.centre.founding.parties import KNOWN, check_name  # noqa: PLC0415

    if joint == (party is not None):
        raise UsageError(N_("Say whose centre it is: --joint, or --party with one of %(parties)s."),
                         parties=", ".join(KNOWN))  # fmt: skip
    parties: tuple[Party, ...] = tuple(KNOWN.values()) if party is None else tuple(filter(None, [KNOWN.get(party)]))
    if not parties:
        raise UsageError(N_("%(party)s is not known. Parties: %(parties)s."), party=party, parties=", ".join(KNOWN))
    passphrase = folder / "keys" / "centre.passphrase"
    return Identity(folder.resolve(), check_name(name), check_name(domain, dots=True), parties,
                    passphrase.resolve(), database, exercise)  # fmt: skip


def _roots(path: Path) -> "Roots":
    from tansiq.journal.keys import parse_roots  # noqa: PLC0415
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    return parse_roots(Folder(path.parent).read(path.name, LIMITS.key_file_bytes))


def _begin(identity: "Identity", roots: "tuple[MadeRoot, ...]") -> None:
    centre_site.load(identity.folder)
    from tansiq.centre.founding import begin  # noqa: PLC0415 - Django must be loaded first

    begun = begin.begin(identity, roots)
    for root in roots:
        _show(N_("Root of %(party)s: %(file)s. Passphrase, to be written on paper now: %(passphrase)s"),
              party=root.party, file=root.file, passphrase=root.passphrase)  # fmt: skip
    if roots:
        _show(N_("Carry each root to its party's safe, and delete it here: who has it can speak for the party."))
    for request in begun.requests:
        _show(N_("To be certified by %(party)s's root: %(file)s"), party=request.party, file=request.file)
    for invitation in begun.invitations:
        _show(N_("First %(role)s of %(party)s joins with this code: %(code)s"),
              role=invitation.role, party=invitation.party, code=invitation.code)  # fmt: skip
    ready = N_("The centre %(name)s is in %(folder)s. Start it with: tansiq centre serve %(folder)s")
    _show(ready, name=identity.name, folder=identity.folder)


def _show(template: str, **fields: object) -> None:
    """Print what nobody may miss: also to somebody who asked for quiet."""
    click.echo(translate(template, current_language(), fields))


@centre.command()
@click.argument("folder", type=FOLDER)
@click.argument("records", type=FILE, nargs=-1, required=True)
def admit(folder: Path, *, records: tuple[Path, ...]) -> None:
    """Bring in certificates or revocations that a party's root has signed, RECORDS, in the order given."""
    centre_site.load(folder)
    from tansiq.centre.founding import begin  # noqa: PLC0415

    for path in records:
        entered = begin.admit_file(path)
        say(N_("%(file)s is entry %(place)s of the journal."), file=path, place=entered.place)
    head = begin.publish()
    if head is None:
        say(N_("The journal's head cannot be signed yet: the centre's key still lacks a party's certificate."))


@centre.command()
@click.argument("folder", type=FOLDER)
def rebuild(folder: Path) -> None:
    """Make every table again from the journal in FOLDER."""
    centre_site.load(folder)
    from tansiq.centre.door import rebuilding  # noqa: PLC0415
    from tansiq.centre.founding.first_records import make_tables  # noqa: PLC0415

    make_tables()
    before = rebuilding.digests()
    with progress_bar() as progress:
        count = rebuilding.rebuild(progress)
    changed = [name for name, digest in rebuilding.digests().items() if before.get(name) != digest]
    words = N_("Tables made again from %(count)s records. Different from before: %(changed)s.")
    _show(words, count=count, changed=", ".join(changed) or translate(N_("none"), current_language()))


@centre.command()
@click.argument("folder", type=FOLDER)
@click.option("--port", type=click.IntRange(1, LAST_PORT), default=8000, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--certificate", type=FILE, metavar="FILE", help="TLS certificate; needed beyond this machine.")
@click.option("--key", type=FILE, metavar="FILE", help="Its private key.")
@click.option("--behind-proxy", is_flag=True, help="TLS ends at a proxy on this machine.")
@click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True,
    help="Processes to share the work; more than one needs PostgreSQL.",
)  # fmt: skip
@click.option("--exchange", is_flag=True, help="Exchange with partner centres too, as tansiq exchange run does.")
def serve(
    folder: Path, *, port: int, host: str, certificate: Path | None, key: Path | None, behind_proxy: bool, workers: int,
    exchange: bool,
) -> None:  # fmt: skip
    """Run the centre in FOLDER until Ctrl-C."""
    address = centre_site.Address(host, port, certificate, key, behind_proxy)
    beside = partial(centre_site.exchanging, folder) if exchange else nullcontext
    centre_site.serve(folder, address, workers, beside=beside)


for _command in (
    centre_invite.invite, centre_keeping.backup, centre_keeping.restore, centre_keeping.unlock, centre_keeping.check,
    *centre_demonstration.COMMANDS,
):  # fmt: skip
    centre.add_command(_command)
