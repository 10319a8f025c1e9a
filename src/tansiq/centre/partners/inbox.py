"""What one partner released, kept behind the door: the port that pulling and sticks write into."""

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.partners.alarms import author_about, raise_refused
from tansiq.centre.partners.models import Incoming, Received, ReceivedEntry
from tansiq.centre.partners.received_files import accepted_head, write_head
from tansiq.centre.partners.rules_receiving import root_after
from tansiq.centre.partners.storage import AT_ONCE, entry_of, leaves_of, stage
from tansiq.centre.partners.terms import roots_of
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import UnwritableOutputError
from tansiq.exchange.errors import AlteredEntryError
from tansiq.exchange.heads import head_time, read_head
from tansiq.exchange.naming import attachment_name, log_origin, received_folder
from tansiq.exchange.ports import Kept, Verified
from tansiq.journal import base64_strict
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import parse_note
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

_ABOUT_KEYS: Final = ("key_certificate/1", "key_revocation/1")


class TableInbox:
    """The log that ``partner`` keeps for this centre, in the centre's tables and folder.

    Implements :class:`tansiq.exchange.ports.Inbox`.
    """

    def __init__(self, partner: PartnerCentre) -> None:
        self.partner = partner
        self.origin = partner.name
        self.log = log_origin(partner.id, identity().name)

    def kept(self) -> Kept:
        """Return how far the log is kept."""
        incoming = Incoming.present(self.origin)
        return Kept(self._size(), accepted_head(self.origin), incoming.head.encode() if incoming else b"")

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaf hash of every kept entry, in order [32 bytes each]."""
        return leaves_of(self.origin, self._size())

    def entry(self, index: int) -> bytes:
        """Return a kept entry."""
        return entry_of(self.origin, index)

    def about_keys(self) -> Iterator[tuple[int, bytes]]:
        """Yield place and bytes of each kept certificate and revocation, in order."""
        rows = Received.objects.at(None).filter(origin=self.origin, kind__in=_ABOUT_KEYS)
        places = list(rows.order_by("index").values_list("index", flat=True))
        stored = ReceivedEntry.objects.filter(origin=self.origin, index__in=places).order_by("index")
        for index, entry in stored.values_list("index", "entry"):
            yield index, bytes(entry)

    def holds(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Return which of ``digests`` name records that are kept from this log, and where, refused ones left out."""
        rows = Received.objects.at(None).filter(origin=self.origin, digest__in=digests).exclude(state="refused")
        return dict(rows.order_by("-index").values_list("digest", "index"))

    def keep(self, first: int, entries: Sequence[Verified], head: bytes) -> None:
        """Keep entries durably from index ``first`` on; those that are kept already are left out."""
        known = self._size() - first
        first, entries = first + known, entries[known:]
        for at in range(0, len(entries), AT_ONCE):
            self._keep(first + at, entries[at : at + AT_ONCE], head)

    def _keep(self, first: int, entries: Sequence[Verified], head: bytes) -> None:
        end = first + len(entries)
        stage(self.origin, first, entries)
        raise_refused(self.partner, first, entries)
        body: dict[str, Json] = {
            "log": self.log, "first": first, "end": end, "head": head.decode(),
            "root": base64_strict.encode(root_after(self.origin, first, end)),
        }  # fmt: skip
        if accepted := accepted_head(self.origin):
            body["after_at"] = head_time(read_head(parse_note(accepted).text).signed_at)
        put("received/1", body, author_about(self.partner), object=f"received-{self.origin}")

    def keep_attachment(self, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:
        """Keep an attachment whose bytes hash to ``digest``; refuse, and keep nothing, if they do not.

        Raises
        ------
        TooLargeError, AlteredEntryError, UnwritableOutputError
            More bytes than allowed; other bytes; the disk refuses.
        """
        path = self._attachment(digest)
        beside = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_checked(beside, digest, parts, most_bytes)
            beside.replace(path)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error
        finally:
            beside.unlink(missing_ok=True)

    def has_attachment(self, digest: str) -> bool:
        """Tell whether an attachment is kept."""
        return self._attachment(digest).is_file()

    def keep_head(self, note: bytes) -> None:
        """Keep ``note``, a head with our cosignature under it, as the last accepted one; then it may be handed out."""
        write_head(self.origin, note, roots_of(self.partner))

    def _size(self) -> int:
        incoming = Incoming.present(self.origin)
        return incoming.size if incoming else 0

    def _attachment(self, digest: str) -> Path:
        return received_folder(identity().folder, self.origin) / attachment_name(digest)


def _write_checked(path: Path, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:
    hashed, size = sha256(), 0
    with path.open("wb") as file:
        for part in parts:
            size += len(part)
            if size > most_bytes:
                raise TooLargeError(N_("%(file)s has more than %(most)s bytes."), file=digest, most=most_bytes)
            hashed.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    came = f"sha256:{hashed.hexdigest()}"
    if came != digest:
        exhibits = (("attachment", digest.encode()), ("attachment-came", came.encode()))
        raise AlteredEntryError(
            N_("The attachment %(digest)s came with other bytes."), digest=digest, exhibits=exhibits
        )
