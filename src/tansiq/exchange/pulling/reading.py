"""Entries read as records, by threads or by processes: what takes most of a large catch-up.

Reading holds an entry against its form, its kind's form, and its signature by a key that is known by now. Threads take
turns at all of it but the signatures. So where many entries are to come, processes of their own read; what they found
well formed is read again here, the quick way, which is made for bytes that were accepted a moment ago.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Final, TypeAlias

from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError
from tansiq.exchange.limits import Limits
from tansiq.journal.errors import UnknownKindError
from tansiq.journal.note import VerifierKey
from tansiq.journal.record import Record, check_body, read_record
from tansiq.journal.record.again import read_again
from tansiq.language import N_

Keys: TypeAlias = Mapping[tuple[str, bytes], VerifierKey]
_AT_ONCE: Final = 64  # entries that one worker reads before it looks for more
_MOST_WORKERS: Final = 4


@dataclass(frozen=True, slots=True)
class Checked(Record):
    """A record whose signature by ``key`` was checked already; ``refusal`` is what came of it."""

    key: VerifierKey
    refusal: TansiqError | None

    def verify(self, key: VerifierKey) -> None:
        """Check as :meth:`Record.verify` does, without doing it twice."""
        if key != self.key:
            Record.verify(self, key)
        elif self.refusal is not None:
            raise self.refusal


@dataclass(frozen=True, slots=True)
class Workers:
    """What reads: threads always, processes only where many entries are to come."""

    threads: Executor
    processes: Executor | None = None


@contextmanager
def workers(entries: int, limits: Limits) -> Iterator[Workers]:
    """Give what reads ``entries`` entries; gone afterwards."""
    count = min(_MOST_WORKERS, os.cpu_count() or 1)
    with ExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(count, "exchange-reading"))
        processes = None
        if entries >= limits.process_entries and count > 1:
            # Spawned, not forked: this process has threads and connections that a copy of it must not have.
            processes = stack.enter_context(ProcessPoolExecutor(count, get_context("spawn")))
        yield Workers(threads, processes)


def read_entries(entries: Sequence[bytes], keys: Keys, by: Workers) -> list[Record | TansiqError]:
    """Return each entry as a record, or why it is none; the signatures by ``keys`` are checked."""
    parts = [entries[at : at + _AT_ONCE] for at in range(0, len(entries), _AT_ONCE)]
    if by.processes is not None:
        found = by.processes.map(partial(_look_at, keys), parts)
        return [each for part, seen in zip(parts, found, strict=True) for each in _read_again(part, seen, keys)]
    if len(parts) == 1:
        return _read_part(keys, parts[0])
    return [each for part in by.threads.map(partial(_read_part, keys), parts) for each in part]


def _read_part(keys: Keys, part: Iterable[bytes]) -> list[Record | TansiqError]:
    read = [_read(entry) for entry in part]
    return [_check(keys, each) if isinstance(each, Record) else each for each in read]


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


def _check(keys: Keys, record: Record) -> Record:
    """Check the signature if its key is known by now; one by a later key is checked when the record is taken up."""
    key = _key_of(keys, record)
    if key is None:
        return record
    refusal = None
    try:
        record.verify(key)
    except TansiqError as error:  # raised again when the record is taken up
        refusal = error
    return Checked(record.entry, record.signature, record.payload, record.content, key, refusal)


def _key_of(keys: Keys, record: Record) -> VerifierKey | None:
    return keys.get((record.signature.name, record.signature.key_id))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a process found of an entry: whether it is a record, and what speaks against it or its signature.

    An error is told by its class, sentence and fields, since exceptions with named fields do not travel.
    """

    is_record: bool
    error: tuple[type[TansiqError], str, Mapping[str, object]] | None = None

    def refusal(self) -> TansiqError | None:
        """Return the error."""
        return self.error[0](self.error[1], **self.error[2]) if self.error else None


def _look_at(keys: Keys, part: Sequence[bytes]) -> list[_Seen]:
    """Read entries; called in a process of its own."""
    return [_seen(each) for each in _read_part(keys, part)]


def _seen(each: Record | TansiqError) -> _Seen:
    error = each if isinstance(each, TansiqError) else each.refusal if isinstance(each, Checked) else None
    told = None if error is None else (type(error), error.template, error.fields)
    return _Seen(isinstance(each, Record), told)


def _read_again(part: Sequence[bytes], seen: Sequence[_Seen], keys: Keys) -> Iterator[Record | TansiqError]:
    for entry, found in zip(part, seen, strict=True):
        refusal = found.refusal()
        if not found.is_record:
            if refusal is None:
                message = "neither a record nor a refusal"
                raise AssertionError(message)
            yield refusal
            continue
        record = read_again(entry)
        key = _key_of(keys, record)
        checked = Checked(record.entry, record.signature, record.payload, record.content, key, refusal) if key else None
        yield checked or record
