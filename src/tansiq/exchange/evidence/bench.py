"""Exhibits taken up one by one: heads with who signed them, entries with where they stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.errors import TansiqError
from tansiq.exchange.errors import ProvesNothingError
from tansiq.exchange.evidence.exhibits import CERTIFICATE, HEAD_SHOWN, INDEX, PROOF
from tansiq.exchange.evidence.text import Evidence
from tansiq.exchange.heads import read_head
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import parse_origin
from tansiq.journal.audit import Finding, Tell
from tansiq.journal.audit.findings import blaming
from tansiq.journal.errors import ProofError, TooLargeError
from tansiq.journal.keys import Keyring, Roots
from tansiq.journal.keys.keyring import CERTIFICATE as CERTIFICATE_KIND
from tansiq.journal.limits import Limits as JournalLimits
from tansiq.journal.note import Note, VerifierKey, check_checkpoint, parse_checkpoint, parse_note
from tansiq.journal.note.checkpoint import parse_decimal
from tansiq.journal.record import check_body, read_record
from tansiq.journal.tree import HASH_BYTES, leaf_hash, verify_inclusion
from tansiq.language import N_

_HEAD_NOTE: Final = JournalLimits(note_bytes=LIMITS.receipt_bytes)


@dataclass(frozen=True, slots=True)
class Head:
    """A head among the exhibits, signed by a certified key of the centre it names.

    Attributes
    ----------
    origin, size, root
        As in a checkpoint.
    signed_at
        When it was signed, by the origin's clock; aware.
    key
        Who signed.
    """

    origin: str
    size: int
    root: bytes
    signed_at: datetime
    key: VerifierKey


class Bench:
    """A file of evidence, and who may sign what by the certificates in it and the roots of the reader.

    Parameters
    ----------
    evidence
        As read.
    trusted
        The parties' roots.
    tell
        Is told findings.

    A certificate that does not hold certifies nothing, and is told; whatever needs it is then signed by nobody known.
    """

    def __init__(self, evidence: Evidence, trusted: Roots, tell: Tell) -> None:
        self.evidence = evidence
        self.tell = tell
        self.keyring = Keyring(trusted, whole=False)
        self.parties = set(trusted)
        self._taken: set[str] = set()
        self._certify()

    def _certify(self) -> None:
        names = [name for name in self.evidence.exhibits if name.startswith(CERTIFICATE)]
        for place, name in enumerate(names, -len(names)):
            try:
                self._admit(place, name)
            except TansiqError as error:  # whoever kept the log may have put it there to spoil this file
                self.tell(Finding(N_("The exhibit %(name)s certifies nothing."), {"name": name}, doubt=True))
                self.tell(Finding(error.template, error.fields, doubt=True))

    def _admit(self, place: int, name: str) -> None:
        record = read_record(self.exhibit(name))
        check_body(record.content)
        if record.content.kind != CERTIFICATE_KIND:
            raise ProvesNothingError(N_("It is a record of another kind: %(kind)s."), kind=record.content.kind)
        self.keyring.admit(place, record)

    def has(self, name: str) -> bool:
        """Tell whether there is an exhibit of that name."""
        return name in self.evidence.exhibits

    def exhibit(self, name: str) -> bytes:
        """Return an exhibit.

        Raises
        ------
        ProvesNothingError
            There is none of that name.
        """
        if name not in self.evidence.exhibits:
            template = N_("The file lacks what it must show: the exhibit %(name)s.")
            raise ProvesNothingError(template, name=name)
        self._taken.add(name)
        return self.evidence.exhibits[name]

    def untaken(self) -> list[str]:
        """Return the names of exhibits that nothing looked at."""
        return [name for name in self.evidence.exhibits if name not in self._taken]

    def keys_of(self, centre_id: str) -> tuple[VerifierKey, ...]:
        """Return the keys that may sign heads and evidence for a centre: certified as a centre's, and of its name."""
        return tuple(key for key in self.keyring.log_keys(0) if key.name == centre_id)

    def parties_of(self, key: VerifierKey) -> str:
        """Return which parties have certified a key, for a sentence."""
        return " + ".join(sorted(self.keyring.parties_of(key, 0)))

    def note(self, name: str) -> Note:
        """Return an exhibit that is a signed note; who signed is not checked."""
        return parse_note(self.exhibit(name), _HEAD_NOTE)

    def head(self, name: str, *, of: str | None = None) -> Head:
        """Return a head, signed by a certified key of the centre it names, and tell of it.

        Parameters
        ----------
        name
            Of the exhibit.
        of
            The log it must be of; None for any.

        Raises
        ------
        DoesNotVerifyError
            It is missing, no release log's head, of another log, or not signed by the log.
        """
        with blaming(N_("The exhibit %(name)s does not hold."), name=name):
            note = self.note(name)
            read = read_head(note.text)
            if of is not None and read.origin != of:
                template = N_("It is the head of another log, %(origin)s.")
                raise ProvesNothingError(template, origin=read.origin)
            centre_id, _ = parse_origin(read.origin) or ("", "")
            _, signed = check_checkpoint(note, self.keys_of(centre_id))
        key = signed[0].key
        self._tell_head(name, read.origin, read.size, key, read.signed_at)
        return Head(read.origin, read.size, read.checkpoint.root, read.signed_at, key)

    def _tell_head(self, name: str, origin: str, size: int, key: VerifierKey, at: datetime) -> None:
        template = N_(
            "Exhibit %(name)s: a head of log %(origin)s with %(size)s entries, signed at %(time)s by %(key)s, a key of "
            "%(parties)s."
        )
        fields = {"name": name, "origin": origin, "size": size, "key": key.label, "parties": self.parties_of(key)}
        self.tell(Finding(template, fields | {"time": at.isoformat(timespec="milliseconds")}))

    def origin_of(self, name: str) -> str:
        """Return which log a head claims to be of; it may be any log's, and who signed is not checked."""
        with blaming(N_("The exhibit %(name)s does not hold."), name=name):
            return parse_checkpoint(self.note(name).text).origin

    def number(self, name: str) -> int:
        """Return an exhibit that is a decimal number.

        Raises
        ------
        ProvesNothingError
            It is missing, or no number.
        """
        number = parse_decimal(self.exhibit(name).decode("ascii", errors="replace"))
        if number is None:
            raise ProvesNothingError(N_("The exhibit %(name)s is not a number."), name=name)
        return number

    def hashes(self, name: str) -> list[bytes]:
        """Return an exhibit that is hashes of 32 bytes after each other.

        Raises
        ------
        ProofError, TooLargeError
            Its length is not that of hashes, or it has more than any proof.
        """
        data = self.exhibit(name)
        if len(data) % HASH_BYTES:
            raise ProofError(N_("The exhibit %(name)s does not consist of hashes."), name=name)
        if len(data) > HASH_BYTES * (JournalLimits().proof_hashes + 1):
            raise TooLargeError(N_("The exhibit %(name)s has more hashes than any proof needs."), name=name)
        return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]

    def entry(self, name: str, head: Head, leaf: bytes | None = None) -> tuple[int, bytes]:
        """Return an entry's number and bytes, proved to stand there under ``head``.

        Parameters
        ----------
        name
            Of the exhibit.
        head
            Under which it must stand.
        leaf
            The leaf hash to be proved in place of the entry's own.

        Raises
        ------
        DoesNotVerifyError
            Something is missing, or the proof does not lead to the head.
        """
        with blaming(N_("The exhibit %(name)s does not hold."), name=name):
            entry, index = self.exhibit(name), self.number(name + INDEX)
            proof = self.hashes(name + PROOF)
            proved = leaf_hash(entry) if leaf is None else leaf
            verify_inclusion(proof, index=index, size=head.size, leaf=proved, root=head.root)
        return index, entry

    def shown(self) -> Head:
        """Return ``head-shown``, which must be of the log that was asked for."""
        return self.head(HEAD_SHOWN, of=self.evidence.log)
