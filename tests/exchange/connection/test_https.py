"""A partner's log, fetched over a real connection."""

import pytest

from tansiq.exchange.connection import HttpsTransport, Identity
from tansiq.exchange.errors import NotReleasedError, ReceiptRefusedError
from tansiq.exchange.pulling import pull
from tests.exchange.connection.loopback import Server, now
from tests.exchange.pulling.partner import BAR, ORIGIN, ROOTS, LogKeeper, MemoryInbox


def test_a_whole_log_is_taken_over_and_the_receipt_arrives(
    transport: HttpsTransport, server: Server, keeper: LogKeeper
) -> None:
    inbox = MemoryInbox()
    pulled = pull(transport, inbox, origin=ORIGIN, roots=ROOTS, cosigner=BAR, now=now)
    assert (pulled.end, pulled.refused, pulled.unhanded) == (600, 0, None)
    assert inbox.entries == keeper.all
    assert server.receipts.notes[-1] == ("bar", inbox.head)


def test_entries_come_in_the_range_asked_for(transport: HttpsTransport, keeper: LogKeeper) -> None:
    for first, end in ((0, 1), (255, 257), (500, 600), (0, 600), (590, 700)):
        assert list(transport.entries(first, end)) == keeper.all[first:end]
    assert list(transport.entries(600, 700)) == []


def test_tiles_and_roots_are_the_log_s_files(transport: HttpsTransport, keeper: LogKeeper) -> None:
    for name in ("tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"):
        assert transport.tile(name, 10**8) == keeper.files[name]


def test_a_narrower_tile_is_cut_from_what_took_its_place(transport: HttpsTransport, keeper: LogKeeper) -> None:
    assert transport.tile("tile/0/002.p/44", 10**8) == keeper.files["tile/0/002.p/88"][: 44 * 32]
    assert transport.tile("tile/0/001.p/44", 10**8) == keeper.files["tile/0/001"][: 44 * 32]


def test_what_is_not_there_is_not_released(transport: HttpsTransport) -> None:
    for name in ("tile/0/003", "tile/0/002.p/89", "tile/0/../../x", "checkpoint?x=1"):
        with pytest.raises(NotReleasedError):
            transport.tile(name, 10**8)


def test_a_refused_receipt_is_told(transport: HttpsTransport, server: Server) -> None:
    server.receipts.refuse = True
    with pytest.raises(ReceiptRefusedError):
        transport.give_receipt(b"note")
    server.receipts.refuse = False


def test_a_cut_answer_leaves_the_connection_fit_for_the_next_request(server: Server, bar: Identity) -> None:
    transport = server.transport(bar)
    arriving = transport.entries(0, 600)
    next(arriving)
    arriving.close()
    assert transport.head()
    transport.close()
