"""Checking a whole log."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tansiq.domain.time import date_time_group
from tansiq.journal.audit.book import Book
from tansiq.journal.audit.findings import Finding, Progress, Tell, blaming, silent
from tansiq.journal.audit.hashes import BROKEN, Entry, Hashes, check_hashes, read_entries
from tansiq.journal.audit.leftovers import check_leftovers
from tansiq.journal.errors import AlteredError, HistoryError, UnknownKindError, UnknownSignerError
from tansiq.journal.keys import Keyring, Roots, Standing, parse_roots
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.log.files import LogFiles
from tansiq.journal.log.paths import CHECKPOINT, ROOTS, TILE_WIDTH
from tansiq.journal.note import Checkpoint, Note, Signed, VerifierKey, check_checkpoint, parse_checkpoint, parse_note
from tansiq.journal.record import Record, check_body, read_record
from tansiq.journal.tree import root
from tansiq.language import N_

_RELEASED_TO: Final = "/to/"  # in the origin of a log of what was released: part of a journal
_DIGEST_SHOWN: Final = len("sha256:") + 12
_LAST_S: Final = 253_402_200_000  # late in the year 9999, the last a date-time group can name


@dataclass(frozen=True, slots=True)
class AuditedLog:
    """A log that was checked from its first entry to its head.

    Attributes
    ----------
    head
        Which log, how many entries, their root.
    signed
        Who signed and cosigned the head.
    kinds
        How many records of each kind.
    """

    head: Checkpoint
    signed: tuple[Signed, ...]
    kinds: Counter[str]


def audit_log(
    files: LogFiles,
    trusted: Roots | None = None,
    *,
    earlier: bytes | None = None,
    witnesses: Iterable[VerifierKey] = (),
    refused: Container[int] = frozenset(),
    tell: Tell = silent,
    progress: Progress = silent,
    limits: Limits = LIMITS,
) -> AuditedLog:
    """Check everything in a log's files, in the order the package's description gives.

    Parameters
    ----------
    files
        The log.
    trusted
        The roots the reader trusts. None takes the log's own word for them, and says so.
    earlier
        A head of this log that the reader kept.
    witnesses
        Keys for cosignatures that the reader knows from elsewhere, beside those that the log certifies.
    refused
        Places whose entries the reader has refused, in another's log: the head commits to them, and they say nothing.
    tell
        Given each finding as it is made.
    progress
        Given the share of the records checked [0..1] and what is being done.
    limits
        Bounds on files and records.

    Raises
    ------
    MissingFileError
        There is no log there.
    DoesNotVerifyError
        Something does not hold; the message says what failed first, and where.
    """
    data = files.read(CHECKPOINT, limits.note_bytes)
    with blaming(BROKEN, file=CHECKPOINT):
        note = parse_note(data, limits)
        head = parse_checkpoint(note.text, limits)
    tell(Finding(N_("Log %(origin)s, by its head: %(size)s entries."), {"origin": head.origin, "size": head.size}))
    roots = _roots(files, trusted, tell, limits)
    hashes = check_hashes(files, head, limits)
    keyring, book = Keyring(roots, whole=_RELEASED_TO not in head.origin), Book()
    entries = (each for each in read_entries(files, head.size, limits) if each[0] not in refused)
    _check_records(_shown(entries, head.size, progress), keyring, book, tell, limits)
    signed = _check_head(note, head, keyring, hashes, tell, witnesses)
    _check_erased([place for place in hashes.erased if place not in refused], book, tell)
    check_leftovers(files, head.size, hashes.tree, tell, limits)
    if earlier is not None:
        _check_earlier(earlier, head, keyring, hashes, tell)
    return AuditedLog(head, signed, book.kinds)


def _roots(files: LogFiles, trusted: Roots | None, tell: Tell, limits: Limits) -> Roots:
    with blaming(BROKEN, file=ROOTS):
        found = parse_roots(files.read(ROOTS, limits.key_file_bytes), limits)
    if trusted is None:
        template = N_(
            "The roots were taken from the log's own folder. Compare them with those exchanged on paper: %(keys)s"
        )
        keys = "; ".join(f"{party} {key}" for party in found for key in found[party])
        tell(Finding(template, {"keys": keys}, doubt=True))
        return found
    strange = [key.label for party, keys in found.items() for key in keys if key not in trusted.get(party, ())]
    if strange:
        template = N_("The log rests on roots that you do not trust: %(keys)s")
        raise UnknownSignerError(template, keys=", ".join(strange))
    tell(Finding(N_("Its roots are among those you trust.")))
    return found


def _shown(entries: Iterable[Entry], size: int, progress: Progress) -> Iterator[Entry]:
    """Pass ``entries`` on, telling now and then how far they have come."""
    for entry in entries:
        if entry[0] % TILE_WIDTH == 0:
            progress(entry[0] / size, N_("Checking records"))
        yield entry


def _check_records(entries: Iterable[Entry], keyring: Keyring, book: Book, tell: Tell, limits: Limits) -> None:
    signed: list[tuple[int, Standing]] = []
    unknown = 0
    for place, name, entry in entries:
        if entry:
            with blaming(N_("Entry %(place)s in %(file)s does not hold."), place=place, file=name):
                record = read_record(entry, limits)
                unknown += not form_is_known(record)
                standing = keyring.admit(place, record)
                book.note(place, record, standing)
            signed.append((place, standing))
    tell(Finding(N_("Every record is well formed, and signed by a key that might sign it where it stands.")))
    for standing, count in Counter(standing for _, standing in signed).items():
        fields = {"key": standing.key.label, "party": standing.party, "purpose": standing.purpose, "count": count}
        tell(Finding(N_("Key %(key)s (%(purpose)s, for %(party)s) signed %(count)s of the records."), fields))
    tell_decisions(book, tell)
    _tell_doubts([place for place, standing in signed if keyring.doubtful(place, standing)], unknown, book, tell)


def form_is_known(record: Record) -> bool:
    """Hold a record's body against its kind's schema; False if this version does not know the kind.

    Raises
    ------
    BodyError
        The kind is known, and the body not of its form.
    """
    try:
        check_body(record.content)
    except UnknownKindError:
        return False
    return True


def tell_decisions(book: Book, tell: Tell) -> None:
    """Tell which parties' keys have signed the bytes of each decision and handover."""
    versions = Counter(decided for decided, _ in book.signed.values())
    for digest, (decided, keys) in book.signed.items():
        named = decided if versions[decided] == 1 else f"{decided} ({digest[:_DIGEST_SHOWN]}...)"
        names = "; ".join(f"{party} {key}" for key, party in keys.items())
        tell(Finding(N_("Decision %(object)s: its very bytes were signed by %(keys)s."),
                     {"object": named, "keys": names}))  # fmt: skip


def _tell_doubts(doubtful: list[int], unknown: int, book: Book, tell: Tell) -> None:
    if doubtful:
        template = N_(
            "%(count)s records were signed by a key later reported lost, the first at entry %(first)s. Judge them."
        )
        tell(Finding(template, {"count": len(doubtful), "first": doubtful[0]}, doubt=True))
    if unknown:
        template = N_(
            "%(count)s records are of kinds that this version does not know; only their signatures were checked."
        )
        tell(Finding(template, {"count": unknown}, doubt=True))
    if book.elsewhere:
        template = N_("%(count)s records refer to records that are not in this log, so that was not checked.")
        tell(Finding(template, {"count": book.elsewhere}, doubt=True))


def _check_head(
    note: Note, head: Checkpoint, keyring: Keyring, hashes: Hashes, tell: Tell, witnesses: Iterable[VerifierKey]
) -> tuple[Signed, ...]:
    with blaming(BROKEN, file=CHECKPOINT):
        log_keys = keyring.log_keys(head.size, of_all=True)
        _, signed = check_checkpoint(note, log_keys, [*keyring.witnesses(head.size), *witnesses])
    if not hashes.agrees:
        template = N_("Entries and tiles agree with each other, but the signed head is that of other entries.")
        raise AlteredError(template)
    tell(Finding(N_("Every hash leads to the head of the log.")))
    tell_signers(note, signed, keyring, head.size, tell)
    return signed


def tell_signers(note: Note, signed: tuple[Signed, ...], keyring: Keyring, size: int, tell: Tell) -> None:
    """Tell who signed and cosigned a head, and whose signatures nobody could check."""
    for each in signed:
        if each.at_s is None:
            parties = " + ".join(sorted(keyring.parties_of(each.key, size)))
            fields = {"key": each.key.label, "parties": parties}
            tell(Finding(N_("The head is signed by %(key)s, a key of %(parties)s."), fields))
        else:
            fields = {"key": each.key.label, "time": _when(each.at_s)}
            tell(Finding(N_("%(key)s confirmed having seen this head at %(time)s."), fields))
    checked = [each.signature for each in signed]
    strangers = [f"{each.name}+{each.key_id.hex()}" for each in note.signatures if each not in checked]
    if strangers:
        template = N_("Under the head stand signatures by keys that nobody certified, so they prove nothing: %(keys)s")
        tell(Finding(template, {"keys": ", ".join(strangers)}, doubt=True))


def _when(at_s: int) -> str:
    return date_time_group(datetime.fromtimestamp(at_s, UTC)) if at_s <= _LAST_S else str(at_s)


def _check_erased(erased: list[int], book: Book, tell: Tell) -> None:
    unaccounted = sorted(set(erased) - book.erased)
    if unaccounted:
        template = N_("The content of entry %(place)s is missing, and no retention record in the log accounts for it.")
        raise HistoryError(template, place=unaccounted[0])
    if erased:
        template = N_(
            "The content of %(count)s entries was dropped in its time; their hashes stay, and the log says so."
        )
        tell(Finding(template, {"count": len(erased)}))


def _check_earlier(earlier: bytes, head: Checkpoint, keyring: Keyring, hashes: Hashes, tell: Tell) -> None:
    with blaming(N_("The earlier head does not hold.")):
        note = parse_note(earlier)
        old = parse_checkpoint(note.text)
        check_checkpoint(note, keyring.log_keys(old.size, of_all=True), keyring.witnesses(old.size))
    fields = {"origin": head.origin, "old": old.size, "new": head.size}
    if old.origin != head.origin:
        raise HistoryError(N_("The earlier head is one of another log, %(origin)s."), origin=old.origin)
    if old.size > head.size:
        template = N_(
            "The log has %(new)s entries, the head kept earlier has %(old)s: this is an old copy, or it was cut."
        )
        raise HistoryError(template, **fields)
    if root(old.size, hashes.tree) != old.root:
        template = N_(
            "The log does not continue the head of %(old)s entries kept earlier: log %(origin)s has two histories. "
            "Keep both heads; together they prove it."
        )
        raise HistoryError(template, **fields)
    tell(Finding(N_("It continues the head of %(old)s entries kept earlier."), fields))
