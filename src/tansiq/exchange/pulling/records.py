"""Entries as records: read, held against their kinds, their signatures checked, each taken up once."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError, PartnerFaultError, ReplayError, RevokedPartnerKeyError
from tansiq.exchange.ports import Inbox, Verified
from tansiq.exchange.pulling.attachments import named_in
from tansiq.exchange.pulling.memory import State
from tansiq.journal.errors import RevokedKeyError, UnknownKindError, UnknownSignerError
from tansiq.journal.keys import Keyring
from tansiq.journal.keys.keyring import ROOT_KINDS
from tansiq.journal.note import VerifierKey
from tansiq.journal.record import Record, check_body, read_record
from tansiq.language import N_

_AT_ONCE: Final = 64  # signatures that one thread checks before it looks for more
_MOST_THREADS: Final = 4


@dataclass(frozen=True, slots=True)
class _Checked(Record):
    """A record whose signature by ``key`` was checked already; ``refusal`` is what came of it."""

    key: VerifierKey
    refusal: TansiqError | None

    def verify(self, key: VerifierKey) -> None:
        """Check as :meth:`Record.verify` does, without doing it twice."""
        if key != self.key:
            Record.verify(self, key)
        elif self.refusal is not None:
            raise self.refusal


@contextmanager
def threads() -> Iterator[Executor]:
    """Give the threads that signatures are checked in: OpenSSL lets others run meanwhile."""
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1), "exchange-signatures") as pool:
        yield pool


def check_records(entries: Sequence[tuple[bytes, bytes]], state: State, inbox: Inbox, pool: Executor) -> list[Verified]:
    """Return what is to be kept of entries that their head commits to; learn who may sign, and which files are named.

    Parameters
    ----------
    entries
        Bytes and leaf hash of each; the first one's place is what the keyring has come to.
    state
        Its keyring, ``about_keys`` and ``wanted`` are added to.
    inbox
        Asked which of the records it holds already.
    pool
        Threads for signatures.
    """
    first = state.edge.size - len(entries)
    read = [_read(entry) for entry, _ in entries]
    checked = _check_signatures(read, state.keyring, pool)
    known = dict(inbox.holds([each.digest for each in checked if isinstance(each, Record)]))
    made = []
    for place, (entry, leaf), record in zip(range(first, state.edge.size), entries, checked, strict=True):
        refusal = record if isinstance(record, TansiqError) else _admit(place, record, known, state)
        made.append(_verified(entry, leaf, refusal))
    return made


def _read(entry: bytes) -> Record | TansiqError:
    """Return a record of its kind's form, or why the entry is none."""
    if not entry:
        return AlteredEntryError(N_("The origin has erased what stood here."))
    try:
        record = read_record(entry)
        _check_form(record)
    except TansiqError as error:
        return error
    return record


def _check_form(record: Record) -> None:
    try:
        check_body(record.content)
    except UnknownKindError:  # written by a newer version: its signature counts all the same
        return


def _check_signatures(
    read: Sequence[Record | TansiqError], keyring: Keyring, pool: Executor
) -> list[Record | TansiqError]:
    """Check signatures by keys that are known by now; those of later ones are checked when they are taken up."""
    keys = {(each.key.name, each.key.key_id): each.key for each in keyring}
    parts = [read[at : at + _AT_ONCE] for at in range(0, len(read), _AT_ONCE)]
    if len(parts) == 1:
        return _check_part(keys, parts[0])
    return [each for part in pool.map(lambda part: _check_part(keys, part), parts) for each in part]


def _check_part(
    keys: Mapping[tuple[str, bytes], VerifierKey], part: Iterable[Record | TansiqError]
) -> list[Record | TansiqError]:
    return [_check_one(keys, each) if isinstance(each, Record) else each for each in part]


def _check_one(keys: Mapping[tuple[str, bytes], VerifierKey], record: Record) -> Record:
    key = keys.get((record.signature.name, record.signature.key_id))
    if key is None:
        return record
    refusal = None
    try:
        record.verify(key)
    except TansiqError as error:  # raised again when the record is taken up
        refusal = error
    return _Checked(record.entry, record.signature, record.payload, record.content, key, refusal)


def _admit(place: int, record: Record, known: dict[str, int], state: State) -> TansiqError | None:
    """Take a record up; return why not, if it cannot be."""
    digest = record.digest
    if digest in known:
        template = N_("The same record stands in this log already: it was put in a second time.")
        return ReplayError(template, place=known[digest])
    try:
        state.keyring.admit(place, record)
    except TansiqError as error:
        return error
    known[digest] = place
    if record.content.kind.partition("/")[0] in ROOT_KINDS:
        state.about_keys.append((place, record.entry))
    state.wanted.update((name, max(size, state.wanted.get(name, 0))) for name, size in named_in(record.content))
    return None


def _verified(entry: bytes, leaf: bytes, refusal: TansiqError | None) -> Verified:
    if refusal is None:
        return Verified(entry, leaf)
    fields = tuple((name, str(value)) for name, value in refusal.fields.items())
    return Verified(entry, leaf, refusal.template, fields, _fault(refusal))


def _fault(refusal: TansiqError) -> str:
    if isinstance(refusal, PartnerFaultError):
        return refusal.fault
    if isinstance(refusal, RevokedKeyError | UnknownSignerError):
        return RevokedPartnerKeyError.fault
    return AlteredEntryError.fault
