"""What a centre's folder promises of its files: who may read them, which keys lie there, how much room is left."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tansiq.centre.door.keys import identity
from tansiq.centre.keeping.refusals import BrokenPromiseError
from tansiq.errors import TansiqError
from tansiq.exchange.naming import ATTACHMENTS, EVIDENCE, RECEIVED, RELEASES
from tansiq.journal.audit.findings import Finding
from tansiq.journal.keys import parse_roots, public_key_of
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.paths import ROOTS
from tansiq.language import N_

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
# A record takes some kilobytes with its tables; this leaves days to act, and the other hours.
_LOW_BYTES: Final = 1024**3
_OUT_BYTES: Final = 64 * 1024**2


def private_files() -> Iterator[Finding]:
    """Check that nobody else on the machine may read keys, passwords or records.

    Raises
    ------
    BrokenPromiseError
        Somebody may.
    """
    who = identity()
    files = [who.folder / "centre.toml", who.folder / "secret-key", who.passphrase_file]
    files += [*who.folder.glob("centre.sqlite3*"), *who.keys.glob("*"), who.keys]
    files += [who.folder / name for name in (RELEASES, RECEIVED, ATTACHMENTS, EVIDENCE)]
    open_to_others = sorted(each for each in files if each.exists() and each.stat().st_mode & _OTHERS)
    if open_to_others:
        template = N_("Others on this machine may read %(files)s. Take that from them: chmod go= %(files)s")
        raise BrokenPromiseError(template, files=" ".join(map(str, open_to_others)))
    yield Finding(N_("Only the centre's own account may read its keys, passwords and records."))
    if who.passphrase_file.is_relative_to(who.folder):
        template = N_(
            "What opens the centre's key lies beside it, in %(file)s: who copies the folder can sign as the centre. "
            "Keep it elsewhere and name it in TANSIQ_CENTRE_PASSPHRASE_FILE if the machine may be carried off."
        )
        yield Finding(template, {"file": who.passphrase_file}, doubt=True)


def keys_that_belong_elsewhere() -> Iterator[Finding]:
    """Look for the parties' roots, which must not stay on a machine that is connected.

    Raises
    ------
    TansiqError
        The journal's roots cannot be read.
    """
    who = identity()
    roots = parse_roots(Folder(who.journal).read(ROOTS, LIMITS.key_file_bytes))
    labels = {key.label for keys in roots.values() for key in keys}
    found = sorted(path for path in who.folder.rglob("*") if path.is_file() and _key_in(path) in labels)
    if not found:
        yield Finding(N_("No party's root lies in the centre's folder."))
    for path in found:
        template = N_(
            "A party's root still lies in %(file)s. Carry it to the party's safe on a stick, try it there (tansiq keys "
            "show), and delete it here: who has it can speak for the party."
        )
        yield Finding(template, {"file": path}, doubt=True)


def _key_in(path: Path) -> str | None:
    try:
        if path.stat().st_size > LIMITS.key_file_bytes:
            return None
        return public_key_of(path.read_bytes()).label
    except (TansiqError, OSError):  # no locked key, or gone since: nothing to find there
        return None


def disk_space() -> Iterator[Finding]:
    """Check that there is room for records.

    Raises
    ------
    BrokenPromiseError
        There is next to none.
    """
    folder = identity().folder
    free = shutil.disk_usage(folder).free
    fields = {"folder": folder, "free": free // 1024**2}
    if free < _OUT_BYTES:
        template = N_("Only %(free)s MB are free where %(folder)s lies. Make room: soon nothing can be entered.")
        raise BrokenPromiseError(template, **fields)
    yield Finding(N_("%(free)s MB are free where %(folder)s lies."), fields, doubt=free < _LOW_BYTES)
