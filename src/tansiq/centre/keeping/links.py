"""What a backup holds of the exchange: release logs, what was received, attachments, evidence.

Release logs and received ones are copied before the journal: its head then covers whatever they hold. What records name
by its hash (attachments, evidence) is copied after it, since it is written before they are.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from tansiq.centre.keeping.manifest import FileDigest
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.errors import UnwritableOutputError
from tansiq.exchange.limits import LIMITS as EXCHANGE_LIMITS
from tansiq.exchange.naming import ATTACHMENT, ATTACHMENTS, EVIDENCE, RECEIPT, RECEIVED, REFUSED, RELEASES
from tansiq.journal.errors import MissingFileError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, ROOTS, log_paths
from tansiq.journal.note import parse_checkpoint, parse_note
from tansiq.language import N_

PLACE: Final = "exchange.toml"
_BLOB: Final = re.compile(
    rf"(?:{ATTACHMENTS}|{EVIDENCE}|(?:{RELEASES}|{RECEIVED})/[a-z0-9-]{{1,64}}/{ATTACHMENT})/([0-9a-f]{{64}})"
)
_LOG: Final = re.compile(rf"((?:{RELEASES}|{RECEIVED})/[a-z0-9][a-z0-9-]{{0,63}})/{CHECKPOINT}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_TRIES: Final = 5
_PART: Final = 2**20


def is_blob(name: str) -> bool:
    """Tell whether a file of a backup is named by the hash of its bytes: such files are not read into memory whole."""
    return _BLOB.fullmatch(name) is not None


def logs_among(names: Iterable[str]) -> list[str]:
    """Return the folders of release logs and received ones among a backup's files, received ones first."""
    return sorted(found[1] for name in names if (found := _LOG.fullmatch(name)))


def head_size(checkpoint: bytes) -> int:
    """Return how many entries a head promises."""
    return parse_checkpoint(parse_note(checkpoint).text).size


def copy_logs(centre: Path, made: Path) -> dict[str, FileDigest]:
    """Copy release logs and received ones, each as of one head, and return the digests of all files but the tiles.

    Raises
    ------
    MissingFileError, MalformedCheckpointError
        One is damaged.
    UnwritableOutputError
        The copy cannot be written.
    """
    digests: dict[str, FileDigest] = {}
    for kind in (RELEASES, RECEIVED):
        for log in _folders(centre / kind):
            name = f"{kind}/{log.name}"
            digests |= {f"{name}/{file}": each for file, each in _copy_log(log, made / name).items()}
    return digests


def _folders(path: Path) -> list[Path]:
    """Return the logs in a folder: what has a head. A partner's log before that lies in the tables alone."""
    return sorted(each for each in path.glob("*") if (each / CHECKPOINT).is_file())


def _copy_log(log: Path, made: Path) -> dict[str, FileDigest]:
    for again in range(_TRIES):
        try:
            return _copy_once(Folder(log), Folder(made))
        except MissingFileError:  # tiles of a head that was superseded twice meanwhile
            if again == _TRIES - 1:
                raise
    raise AssertionError  # the loop has returned or raised


def _copy_once(source: Folder, to: Folder) -> dict[str, FileDigest]:
    small: dict[str, bytes] = {}
    if (source.path / RECEIPT).is_file():  # before the head, so that it is for no later one
        small[RECEIPT] = source.read(RECEIPT, EXCHANGE_LIMITS.receipt_bytes)
    if (source.path / REFUSED).is_file():
        small[REFUSED] = source.read(REFUSED, EXCHANGE_LIMITS.refused_bytes)
    small[CHECKPOINT] = source.read(CHECKPOINT, LIMITS.note_bytes)
    small[ROOTS] = source.read(ROOTS, LIMITS.key_file_bytes)
    for name in log_paths(head_size(small[CHECKPOINT])):
        to.write(name, source.read(name, most_bundle_bytes()))
    for name, data in small.items():
        to.write(name, data)
    digests = {name: FileDigest.of(data) for name, data in small.items()}
    return digests | copy_blobs(source.path, to.path, ATTACHMENT)


def copy_blobs(source: Path, made: Path, folder: str) -> dict[str, FileDigest]:
    """Copy the files of one folder that are named by the SHA-256 of their bytes, and return their digests.

    Raises
    ------
    BadBackupError
        One has other bytes: a copy of it would be worth nothing.
    """
    digests: dict[str, FileDigest] = {}
    for path in sorted((source / folder).glob("*")):
        if _HASH.fullmatch(path.name):
            digest = copy_file(path, made / folder / path.name)
            if digest.sha256 != path.name:
                raise BadBackupError(N_("%(file)s was altered: its bytes are not those that its name says."), file=path)
            digests[f"{folder}/{path.name}"] = digest
    return digests


def copy_file(source: Path, to: Path) -> FileDigest:
    """Copy a file durably, for its owner's eyes, and return its digest; only a part of it is in memory at a time.

    Raises
    ------
    UnwritableOutputError
        It cannot be read or written.
    """
    hashed, size = sha256(), 0
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as file, open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:  # noqa: PTH123 - by its number
            for part in _parts(file.read):
                hashed.update(part)
                size += len(part)
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=to, why=why) from error
    return FileDigest(hashed.hexdigest(), size)


def digest_of(path: Path) -> FileDigest:
    """Return a file's digest; only a part of it is in memory at a time.

    Raises
    ------
    MissingFileError
        It cannot be read.
    """
    hashed, size = sha256(), 0
    try:
        with path.open("rb") as file:
            for part in _parts(file.read):
                hashed.update(part)
                size += len(part)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise MissingFileError(N_("%(file)s cannot be read (%(why)s)."), file=path, why=why) from error
    return FileDigest(hashed.hexdigest(), size)


def _parts(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while part := read(_PART):
        yield part
