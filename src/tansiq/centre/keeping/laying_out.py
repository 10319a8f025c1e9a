"""The files of a centre that is made again from a backup: all that Django needs to be loaded on it."""

import tomllib
from pathlib import Path
from typing import Final

import tomli_w

from tansiq.centre.configuration import write_secret_key
from tansiq.centre.keeping.manifest import CONFIGURATION, JOURNAL, KEYS
from tansiq.centre.keeping.reading import Backup
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import log_paths
from tansiq.language import N_

IN_FOLDER: Final = "sqlite"
_PRIVATE: Final = 0o600


def lay_out(backup: Backup, folder: Path, database: str | None) -> None:
    """Write a centre's files into the empty ``folder``: configuration, journal, keys if they are with the backup.

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
    files = {name: data for name, data in backup.files.items() if name.split("/")[0] in {JOURNAL, KEYS}}
    files[CONFIGURATION] = tomli_w.dumps(table).encode()
    (folder / KEYS).mkdir(mode=0o700, exist_ok=True)
    for name, data in files.items():
        Folder(folder).write(name, data)
        (folder / name).chmod(_PRIVATE)
    for name in log_paths(backup.manifest.entries):
        Folder(folder / JOURNAL).write(name, backup.journal.read(name, most_bundle_bytes(LIMITS)))
    write_secret_key(folder)
