"""``tansiq centre backup``, ``restore``, ``unlock`` and ``check``: added to the group in :mod:`tansiq.cli.centre`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli import centre_site
from tansiq.cli.console import current_language, progress_bar
from tansiq.domain.time import date_time_group
from tansiq.errors import TansiqError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.journal.audit import Finding
    from tansiq.journal.keys import Roots

_FOLDER: Final = click.Path(path_type=Path, file_okay=False)
_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_ROOTS: Final = click.option("--roots", type=_FILE, metavar="FILE", help="The parties' roots as you were given them.")
_DOUBT, _SHOWN, _BROKEN = "? ", "- ", "! "


@click.command()
@click.argument("folder", type=_FOLDER)
@click.argument("out", type=_FOLDER)
@click.option(
    "--keys", "with_keys", is_flag=True, help="Copy the keys too, each locked; what opens the centre's key never."
)
def backup(folder: Path, out: Path, *, with_keys: bool) -> None:
    """Copy the centre in FOLDER to the new folder OUT while it runs: journal, exchange, accounts, configuration.

    The copy is signed, and whole or not there at all. Keep it as you keep the centre: it holds all records.
    """
    centre_site.load(folder)
    from tansiq.centre.keeping.backup import make_backup  # noqa: PLC0415 - Django must be loaded first

    with progress_bar() as progress:
        made = make_backup(out, progress, with_keys=with_keys)
    _show(N_("Copied to %(out)s: %(entries)s entries, as of %(made_at)s."),
          out=out, entries=made.entries, made_at=date_time_group(made.made_at))  # fmt: skip
    if not with_keys:
        _show(N_("The keys are not in it: keep copies of the locked files apart, or copy them with --keys."))
    _show(N_("What opens them is never in it: keep centre.passphrase and secret-key apart from it, in a safe."))


@click.command()
@click.argument("backup_folder", metavar="BACKUP", type=_FOLDER)
@click.argument("folder", type=_FOLDER)
@_ROOTS
@click.option(
    "--earlier", type=_FILE, metavar="FILE",
    help="Newest head of the journal that was kept elsewhere (its file checkpoint): is the backup older?",
)  # fmt: skip
@click.option(
    "--database", metavar="ADDRESS", help="Empty database to fill: postgresql://..., or sqlite for FOLDER's own."
)
def restore(
    backup_folder: Path, folder: Path, *, roots: Path | None, earlier: Path | None, database: str | None
) -> None:
    """Make a centre in the new folder FOLDER from BACKUP, after checking every byte of it."""
    os.umask(0o077)  # nothing a centre writes is for other accounts of the machine
    from tansiq.centre.keeping.laying_out import lay_out  # noqa: PLC0415 - takes time --help should not cost
    from tansiq.centre.keeping.new_folder import new_folder  # noqa: PLC0415
    from tansiq.centre.keeping.reading import open_backup  # noqa: PLC0415

    with progress_bar() as progress, new_folder(folder) as made:
        found = open_backup(backup_folder, _roots(roots), earlier=_head(earlier), tell=_tell, progress=progress)
        lay_out(found, made, database)
        centre_site.load(made)
        from tansiq.centre.keeping.restoring import refill  # noqa: PLC0415 - Django must be loaded first

        count = refill(found, progress)
    _show(N_("The centre is in %(folder)s again, with %(count)s entries, as of %(made_at)s. What was entered later is "
             "not in it: compare with the newest head anybody kept, before anything is entered."),
          folder=folder, count=count, made_at=date_time_group(found.manifest.made_at))  # fmt: skip
    if not found.manifest.with_keys:
        _show(N_("Put the locked keys into %(folder)s/keys."), folder=folder)
    _show(N_("Put what opens the centre's key into %(folder)s/keys/centre.passphrase, and the secret-key that was kept "
             "with it into %(folder)s: without that, second factors cannot be read, and accounts are renewed by "
             "invitations. Then run: tansiq centre unlock %(folder)s, and: tansiq centre check %(folder)s"),
          folder=folder)  # fmt: skip
    _show(N_("Nothing is released to a partner before it has said, online or by stick, what it holds of this centre's "
             "log."))  # fmt: skip


@click.command()
@click.argument("folder", type=_FOLDER)
def unlock(folder: Path) -> None:
    """Open, in the restored centre in FOLDER, what was locked for the backup: the key of connections and the like.

    What opens the centre's key must be in its place.
    """
    centre_site.load(folder)
    from tansiq.centre.door.keys import identity, opening_passphrase  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.keeping.locked_secrets import open_copies  # noqa: PLC0415

    opened = open_copies(identity().keys, opening_passphrase())
    if opened:
        _show(N_("Opened: %(names)s"), names=", ".join(opened))
    else:
        _show(N_("Nothing lies locked in %(folder)s."), folder=identity().keys)


@click.command()
@click.argument("folder", type=_FOLDER)
@_ROOTS
@click.option(
    "--earlier", type=_FILE, metavar="FILE",
    help="Newest head of the journal that was kept elsewhere (its file checkpoint): has history been changed since?",
)  # fmt: skip
def check(folder: Path, *, roots: Path | None, earlier: Path | None) -> None:
    """Check whether the centre in FOLDER keeps what it promises: files, keys, database, journal, tables.

    Changes nothing, and may run beside the centre. Lines that begin with a question mark are for people to judge; those
    with an exclamation mark say what does not hold.
    """
    centre_site.load(folder)
    from tansiq.centre.keeping.check import check_centre  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.keeping.refusals import BrokenPromiseError  # noqa: PLC0415

    with progress_bar() as progress:
        broken = check_centre(_tell, progress, trusted=_roots(roots), earlier=_head(earlier))
    if broken:
        raise BrokenPromiseError(
            N_("%(count)s of the promises of %(folder)s do not hold."), count=broken, folder=folder
        )
    _show(N_("%(folder)s keeps its promises."), folder=folder)


def _roots(path: Path | None) -> "Roots | None":
    from tansiq.journal.keys import parse_roots  # noqa: PLC0415
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    return None if path is None else parse_roots(Folder(path.parent).read(path.name, LIMITS.key_file_bytes))


def _head(path: Path | None) -> bytes | None:
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.log import Folder  # noqa: PLC0415

    return None if path is None else Folder(path.parent).read(path.name, LIMITS.note_bytes)


def _tell(found: "Finding | TansiqError") -> None:
    language = current_language()
    if isinstance(found, TansiqError):
        click.echo(_BROKEN + found.message(language))
    else:
        click.echo((_DOUBT if found.doubt else _SHOWN) + found.words(language))


def _show(template: str, **fields: object) -> None:
    click.echo(translate(template, current_language(), fields))
