"""The files of a centre that is made again from a backup: all that Django needs to be loaded on it."""

import tomllib
from pathlib import Path
from typing import Final

import tomli_w

from tansiq.centre.configuration import write_secret_key
from tansiq.centre.keeping.links import copy_file, head_size, is_blob, logs_among
from tansiq.centre.keeping.manifest import CONFIGURATION, JOURNAL, KEYS, TABLES
from tansiq.centre.keeping.reading import Backup
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, log_paths
from tansiq.language import N_

IN_FOLDER: Final = "sqlite"
RESTORED: Final = "restored"  # as tansiq.centre.partners.guarding looks for, which needs Django loaded
_PRIVATE: Final = 0o600


def lay_out(backup: Backup, folder: Path, database: str | None) -> None:
    """Write a centre's files into the empty ``folder``: configuration, journal, exchange, keys if the backup has them.

    The file ``restored`` is left: nothing is released to a partner before it has said what it holds.

    Parameters
    ----------
    backup
        As :func:`~tansiq.centre.keeping.reading.open_backup` checked it.
    folder
        Where the centre is to be; nobody but its owner may read it.
    database
        Address of an empty database; ``sqlite`` for one in the folder; None for what the backup says.

    Raises
    ------
    BadBackupError
        A file is missing.
    UnwritableOutputError
        A file cannot be written.
    """
    try:
        table = tomllib.loads(backup.files[CONFIGURATION].decode())
    except (KeyError, ValueError) as error:
        raise BadBackupError(N_("The backup does not hold the centre's configuration.")) from error
    if database is not None:
        table["centre"].pop("database", None)
        table["centre"] |= {} if database == IN_FOLDER else {"database": database}
    files = {name: data for name, data in backup.files.items() if name not in {TABLES, CONFIGURATION}}
    files[CONFIGURATION] = tomli_w.dumps(table).encode()
    (folder / KEYS).mkdir(mode=0o700, exist_ok=True)
    for name, data in files.items():
        Folder(folder).write(name, data)
        (folder / name).chmod(_PRIVATE)
    for log in (JOURNAL, *logs_among(backup.files)):
        _lay_out_tiles(backup, folder, log)
    for name in filter(is_blob, backup.manifest.files):
        if copy_file(backup.folder / name, folder / name) != backup.manifest.files[name]:
            raise BadBackupError(N_("%(file)s is not as it was when the backup was made."), file=name)
    (folder / RESTORED).touch(mode=_PRIVATE)
    write_secret_key(folder)


def _lay_out_tiles(backup: Backup, folder: Path, log: str) -> None:
    source, target = Folder(backup.folder / log), Folder(folder / log)
    for name in log_paths(head_size(backup.files[f"{log}/{CHECKPOINT}"])):
        target.write(name, source.read(name, most_bundle_bytes(LIMITS)))
