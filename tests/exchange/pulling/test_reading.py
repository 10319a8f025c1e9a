"""Processes that read entries find what threads find, good and bad."""

from dataclasses import replace
from typing import Any

from tansiq.errors import TansiqError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.pulling.reading import Workers, read_entries, workers
from tansiq.journal.errors import BadSignatureError
from tansiq.journal.note import VerifierKey
from tansiq.journal.record import Record
from tests.exchange.pulling.partner import CERTIFICATE, HQ, NEXT_HQ, message

GOOD = [CERTIFICATE.entry, *(message(number).entry for number in range(150))]
ALTERED = GOOD[1].replace(b'"releasable_to":["regional"]', b'"releasable_to":["federal"]')
UNKNOWN_KEY = message(151, by=NEXT_HQ).entry
BAD = [b"", b"no record", GOOD[3][:-1]]


def told(found: list[Record | TansiqError]) -> list[Any]:
    """What is to be compared: a record's bytes, content and what signatures it holds against; a refusal's words."""
    return [
        (type(each), str(each))
        if isinstance(each, TansiqError)
        else (each.entry, each.digest, each.content, [holds(each, key) for key in (HQ.key, NEXT_HQ.key)])
        for each in found
    ]


def holds(record: Record, key: VerifierKey) -> bool:
    try:
        record.verify(key)
    except BadSignatureError:
        return False
    return True


def read_by(entries: list[bytes], using: Workers) -> list[Any]:
    return told(read_entries(entries, {(HQ.key.name, HQ.key.key_id): HQ.key}, using))


def test_processes_find_what_threads_find() -> None:
    entries = [*GOOD, ALTERED, UNKNOWN_KEY, *BAD]
    few = replace(LIMITS, process_entries=1)
    with workers(len(entries), LIMITS) as threads, workers(len(entries), few) as processes:
        assert threads.processes is None
        assert processes.processes is not None
        found = read_by(entries, processes)
        assert found == read_by(entries, threads)
    assert [each[3] for each in found[1 : len(GOOD)]] == [[True, False]] * 150
    assert [each[3] for each in found[len(GOOD) : -len(BAD)]] == [[False, False], [False, True]]
    assert all(issubclass(each[0], TansiqError) for each in found[-len(BAD) :])
