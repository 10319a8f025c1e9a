"""What a backup says of itself: a signed note that names every file with its digest.

::

    tansiq-backup/1
    centre bar
    origin local/bar/journal
    made 2026-11-25T20:50:00+03:00
    entries 1234
    root base64                                   of the journal's first 1234 entries
    keys no                                       whether the locked keys are with it
    exchange yes                                  only where something of the exchange is with it
    file <SHA-256> <bytes> centre.toml            one line for each file but the tiles of logs
    ...

    — local/bar base64(key id || signature)       by the centre's key

The tiles need no line: the head, which has one, commits to all of them. A version that knows nothing of the exchange
refuses a backup with the line ``exchange``, rather than make a centre from half of it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.exchange.naming import ATTACHMENTS, EVIDENCE, RECEIVED, RELEASES
from tansiq.journal.limits import Limits
from tansiq.journal.times import read_time, write_time
from tansiq.language import N_

MANIFEST: Final = "manifest"
TABLES: Final = "tables.jsonl"
CONFIGURATION: Final = "centre.toml"
JOURNAL: Final = "journal"
KEYS: Final = "keys"
MANIFEST_LIMITS: Final = Limits(note_bytes=16 * 2**20)  # a line for each attachment
_EXCHANGE: Final = frozenset({RELEASES, RECEIVED, ATTACHMENTS, EVIDENCE, "exchange.toml"})
_FORM: Final = re.compile(
    r"tansiq-backup/1\ncentre ([a-z0-9][a-z0-9-]{0,63})\norigin ([^\n]{1,255})\nmade ([^\n]{1,40})\n"
    r"entries (0|[1-9][0-9]{0,15})\nroot ([A-Za-z0-9+/]{43}=)\nkeys (yes|no)\n"
    r"(exchange yes\n)?((?:file [0-9a-f]{64} (?:0|[1-9][0-9]{0,15}) [A-Za-z0-9._/-]{1,255}\n)+)"
)


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What one file must be: SHA-256 in hexadecimal digits, and its length [bytes]."""

    sha256: str
    size_bytes: int

    @classmethod
    def of(cls, data: bytes) -> "FileDigest":
        """Return the digest of ``data``."""
        return cls(sha256(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes
    ----------
    centre, origin
        Whose it is: the centre's name, and what its journal's heads call it.
    made_at
        When it was made, by the centre's clock.
    entries, root
        Size and root of the journal in it.
    with_keys
        Whether the locked keys are with it.
    files
        What each file must be, by its name.
    """

    centre: str
    origin: str
    made_at: datetime
    entries: int
    root: bytes
    with_keys: bool
    files: Mapping[str, FileDigest]

    @property
    def with_exchange(self) -> bool:
        """Whether something of the exchange is with it."""
        return any(name.split("/")[0] in _EXCHANGE for name in self.files)

    @property
    def text(self) -> str:
        """The text to sign."""
        lines = [
            "tansiq-backup/1", f"centre {self.centre}", f"origin {self.origin}", f"made {write_time(self.made_at)}",
            f"entries {self.entries}", f"root {b64encode(self.root).decode()}", f"keys {_WORD[self.with_keys]}",
        ]  # fmt: skip
        lines += ["exchange yes"] if self.with_exchange else []
        lines += [f"file {each.sha256} {each.size_bytes} {name}" for name, each in sorted(self.files.items())]
        return "".join(f"{line}\n" for line in lines)


def parse_manifest(text: str) -> Manifest:
    """Read a manifest's text; who signed it is checked elsewhere.

    Raises
    ------
    BadBackupError, BadTimeError
        It is none, or one made by a later version.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadBackupError(N_("The backup's manifest is not of a known form."))
    files = {}
    for line in found[8].splitlines():
        _, digest, size, name = line.split(" ")
        if name in files or name.startswith("/") or ".." in name.split("/"):
            raise BadBackupError(N_("The backup's manifest is not of a known form."))
        files[name] = FileDigest(digest, int(size))
    manifest = Manifest(
        centre=found[1], origin=found[2], made_at=read_time(found[3]), entries=int(found[4]),
        root=b64decode(found[5]), with_keys=found[6] == _WORD[True], files=files,
    )  # fmt: skip
    if manifest.with_exchange != bool(found[7]):
        raise BadBackupError(N_("The backup's manifest is not of a known form."))
    return manifest


_WORD: Final = {True: "yes", False: "no"}
