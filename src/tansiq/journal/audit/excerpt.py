"""One record out of a log, with its proof, in one file that anybody can check who has the roots.

It is a C2SP proof file whose ``extra`` line holds a bundle of entries: first the record, then what it leans on, in the
order of the log: the certificates of the keys that signed, and for a decision the proposal and the other signatures.
Only the first is proved to stand in the log; the others prove themselves by their signatures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tansiq.journal.audit.book import Book
from tansiq.journal.audit.decisions import tell_excerpt
from tansiq.journal.audit.findings import Finding, Tell, blaming, silent
from tansiq.journal.audit.whole import form_is_known, tell_decisions, tell_signers
from tansiq.journal.errors import MalformedProofError, UnknownSignerError
from tansiq.journal.keys import Keyring, Roots
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.log.bundles import decode_bundle, encode_bundle, most_bundle_bytes
from tansiq.journal.log.files import LogFiles
from tansiq.journal.log.paths import CHECKPOINT, TILE_WIDTH, bundle_path
from tansiq.journal.log.reading import TileHashes
from tansiq.journal.note import Checkpoint, ProofFile, check_checkpoint, parse_checkpoint, parse_note, parse_proof_file
from tansiq.journal.record import Record, read_record
from tansiq.journal.tree import leaf_hash, prove_inclusion, verify_inclusion
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class AuditedExcerpt:
    """A record that was checked: where it stands, under which head."""

    record: Record
    place: int
    head: Checkpoint


def make_excerpt(files: LogFiles, place: int, support: Sequence[bytes] = (), limits: Limits = LIMITS) -> bytes:
    """Return entry ``place`` of a log with its proof under the present head.

    Parameters
    ----------
    files
        The log; it is not checked here.
    place
        Number of the entry.
    support
        Entries it leans on, in the order of the log.

    Raises
    ------
    MissingFileError, MalformedLogError ...
        The log's files are not there or damaged.
    ValueError
        There is no such entry, or its content was erased.
    """
    note = parse_note(files.read(CHECKPOINT, limits.note_bytes), limits)
    size = parse_checkpoint(note.text, limits).size
    proof = prove_inclusion(place, size, TileHashes(files, size))
    number, offset = divmod(place, TILE_WIDTH)
    name = bundle_path(number, min(TILE_WIDTH, size - number * TILE_WIDTH))
    entry = decode_bundle(files.read(name, most_bundle_bytes(limits)), name)[offset]
    if not entry:
        message = f"the content of entry {place} was erased"
        raise ValueError(message)
    return bytes(ProofFile(place, proof, note, encode_bundle([entry, *support])))


def audit_excerpt(data: bytes, trusted: Roots, *, tell: Tell = silent, limits: Limits = LIMITS) -> AuditedExcerpt:
    """Check a record and its proof.

    Parameters
    ----------
    data
        As :func:`make_excerpt` returns it.
    trusted
        The parties' roots.
    tell, limits
        As in :func:`~tansiq.journal.audit.audit_log`.

    Raises
    ------
    DoesNotVerifyError
        Something does not hold; the message says what.
    """
    with blaming(N_("The proof file is not as it was written.")):
        proof = parse_proof_file(data, limits)
        head = parse_checkpoint(proof.checkpoint.text, limits)
        entries = decode_bundle(proof.extra or b"", "extra")
        if not entries:
            raise MalformedProofError(N_("The proof file does not carry the record it is about."))
    keyring, book, taken = Keyring(trusted), Book(), list[tuple[int, Record]]()
    for place, entry in enumerate(entries[1:], 1 - len(entries)):
        with blaming(N_("Supporting record %(number)s does not hold."), number=place + len(entries)):
            taken.append((place, read_record(entry, limits)))
            _take_up(*taken[-1], keyring, book)
    with blaming(N_("The record does not hold.")):
        record = read_record(entries[0], limits)
        key = _take_up(proof.index, record, keyring, book)
    named = {"kind": record.content.kind, "object": record.content.object, "party": record.content.party, "key": key}
    tell(Finding(N_("Record %(object)s (%(kind)s) of %(party)s, signed by %(key)s, which might sign it."), named))
    with blaming(N_("The record's place in the log does not hold.")):
        verify_inclusion(proof.proof, index=proof.index, size=head.size, leaf=leaf_hash(entries[0]), root=head.root)
        _, signed = check_checkpoint(
            proof.checkpoint, keyring.log_keys(head.size), keyring.witnesses(head.size), limits
        )
    fields = {"place": proof.index, "origin": head.origin, "size": head.size}
    tell(Finding(N_("It is entry %(place)s of log %(origin)s, under its head of %(size)s entries."), fields))
    tell_signers(proof.checkpoint, signed, keyring, head.size, tell)
    tell_decisions(book, tell)
    tell_excerpt([*taken, (proof.index, record)], tell)
    tell(
        Finding(
            N_("Whether a key was revoked, or the record corrected, elsewhere in the log, one file cannot show."),
            doubt=True,
        )
    )
    return AuditedExcerpt(record, proof.index, head)


def audit_record(data: bytes, trusted: Roots, *, tell: Tell = silent, limits: Limits = LIMITS) -> Record:
    """Check a record without a proof: only that one of the given keys signed it for its party.

    Raises
    ------
    DoesNotVerifyError
        It is not well formed, or none of the party's keys signed it.
    """
    with blaming(N_("The record does not hold.")):
        record = read_record(data, limits)
        form_is_known(record)
        party = record.content.party
        key = next((each for each in trusted.get(party, ()) if record.signed_by(each)), None)
        if key is None:
            raise UnknownSignerError(N_("None of the given keys of %(party)s has signed it."), party=party)
        record.verify(key)
    fields = {"kind": record.content.kind, "object": record.content.object, "party": party, "key": key.label}
    tell(Finding(N_("Record %(object)s (%(kind)s) of %(party)s, signed by %(key)s, which you gave."), fields))
    tell(Finding(N_("Without a proof nothing shows that it stands in a log, or where."), doubt=True))
    return record


def _take_up(place: int, record: Record, keyring: Keyring, book: Book) -> str:
    form_is_known(record)
    standing = keyring.admit(place, record)
    book.note(place, record, standing)
    return standing.key.label
