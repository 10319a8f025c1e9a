"""The bytes of one export on a stick, as pulling asks for them."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from tansiq.exchange.errors import AlteredStickError, HalfStickError, NotReleasedError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import attachment_name
from tansiq.exchange.stick.layout import LOG, RECEIPT
from tansiq.exchange.stick.manifest import Manifest
from tansiq.journal.errors import MissingFileError, TooLargeError
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.journal.log import TILE_WIDTH, Folder, bundle_path, decode_bundle
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT
from tansiq.journal.note import VerifierKey
from tansiq.language import N_

_PART: Final = 2**16


class StickTransport:
    """One partner's log for us, on a stick. Implements :class:`tansiq.exchange.ports.Transport`.

    Every file is held against the manifest again when it is read: a stick may be pulled out, or changed, meanwhile.

    Attributes
    ----------
    manifest
        What the export says of itself; its signature was checked.
    keys
        The sender's keys, as the manifest's certificates show them to the reader's roots.
    """

    def __init__(self, folder: Path, manifest: Manifest, keys: tuple[VerifierKey, ...]) -> None:
        self.manifest = manifest
        self.keys = keys
        self._files = Folder(folder)

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:  # noqa: ARG002 - the port's signature; a stick has one head, now and later
        """Return the head on the stick."""
        return self._read(f"{LOG}/{CHECKPOINT}", JOURNAL_LIMITS.note_bytes)

    def tile(self, name: str, most_bytes: int) -> bytes:
        """Return a tile of hashes by its name in the log's layout."""
        return self._read(f"{LOG}/{name}", most_bytes)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Yield entries ``first`` to ``end`` (left out)."""
        size = self.manifest.size
        for number in range(first // TILE_WIDTH, -(-min(end, size) // TILE_WIDTH)):
            start = number * TILE_WIDTH
            name = bundle_path(number, min(TILE_WIDTH, size - start))
            bundle = decode_bundle(self._read(f"{LOG}/{name}", most_bundle_bytes()), name)
            yield from bundle[max(first - start, 0) : max(end - start, 0)]

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        """Yield an attachment's bytes in parts."""
        data = self._read(f"{LOG}/{attachment_name(digest)}", min(most_bytes, LIMITS.attachment_bytes))
        for at in range(0, len(data), _PART):
            yield data[at : at + _PART]

    def give_receipt(self, note: bytes) -> None:
        """Do nothing: the receipt is kept here, and travels with the next export to the partner."""

    def our_receipt(self) -> bytes:
        """Return the last head of our log that the partner cosigned; empty if none is on the stick."""
        return self._read(RECEIPT, LIMITS.receipt_bytes) if RECEIPT in self.manifest.files else b""

    def _read(self, name: str, most_bytes: int) -> bytes:
        digest = self.manifest.files.get(name)
        if digest is None:
            raise NotReleasedError(N_("%(file)s is not on the stick."), file=name)
        if digest.size_bytes > most_bytes:
            raise TooLargeError(N_("%(file)s has more than %(most)s bytes."), file=name, most=most_bytes)
        try:
            data = self._files.read(name, digest.size_bytes)
        except MissingFileError as error:
            template = N_("%(file)s was there, and cannot be read any more. Put the stick in and begin again.")
            raise HalfStickError(template, file=name) from error
        if sha256(data).hexdigest() != digest.sha256:
            raise AlteredStickError(N_("%(file)s on the stick was changed while it was read."), file=name)
        return data
