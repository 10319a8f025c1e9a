"""A receipt that is handed over: for our own head, exactly, by the partner's own key."""

import pytest

from tansiq.errors import TansiqError
from tansiq.exchange.errors import ForeignLogError, ForkError, PartnerFaultError
from tansiq.exchange.pulling import check_receipt, log_keys
from tansiq.journal.errors import BadSignatureError, UnknownSignerError
from tansiq.journal.log.reading import TileHashes
from tansiq.journal.note import Note, VerifierKey, cosign_checkpoint, parse_checkpoint, parse_note
from tansiq.journal.tree import root
from tests.exchange.pulling.partner import BAR, HQ, NOON, ORIGIN, OTHER_HQ, Link, LogKeeper, message

AT_S = int(NOON.timestamp())


@pytest.fixture
def receipt(link: Link) -> bytes:
    link.pull()
    return link.inbox.head


def checked(
    link: Link,
    data: bytes,
    *,
    ours: VerifierKey = HQ.key,
    theirs: VerifierKey = BAR.key,
    keeper: LogKeeper | None = None,
) -> tuple[int, int]:
    keeper = keeper or link.partner

    def root_at(size: int) -> bytes:
        return root(size, TileHashes(keeper.files, keeper.size))

    head, at_s = check_receipt(
        data, origin=ORIGIN, size=keeper.size, root_at=root_at, our_keys=[ours], partner_keys=[theirs]
    )
    return head.size, at_s


def test_a_receipt_tells_what_was_received_and_when(link: Link, receipt: bytes) -> None:
    assert checked(link, receipt) == (3, AT_S)


def test_a_receipt_for_an_earlier_head_holds_when_the_log_has_grown(link: Link, receipt: bytes) -> None:
    link.partner.add(*(message(n) for n in range(3, 10)))
    assert checked(link, receipt) == (3, AT_S)


def cosigned(data: bytes, *, by_us: bool = True) -> bytes:
    note = parse_note(data)
    line = cosign_checkpoint(parse_checkpoint(note.text), BAR, AT_S)
    return bytes(Note(note.text, (*(note.signatures if by_us else ()), line)))


def test_what_we_did_not_sign_is_no_receipt(link: Link) -> None:
    with pytest.raises(UnknownSignerError):
        checked(link, cosigned(link.partner.note, by_us=False))


def test_what_the_partner_did_not_cosign_is_no_receipt(link: Link) -> None:
    with pytest.raises(UnknownSignerError):
        checked(link, link.partner.note)


def test_a_key_that_the_partner_is_not_known_to_have_does_not_count(link: Link, receipt: bytes) -> None:
    with pytest.raises(UnknownSignerError):
        checked(link, receipt, theirs=OTHER_HQ.key)


def test_a_receipt_with_another_text_does_not_fit(link: Link, receipt: bytes) -> None:
    with pytest.raises(BadSignatureError):
        checked(link, receipt.replace(b"/bar\n3\n", b"/bar\n4\n"))


def test_a_receipt_for_another_log_is_refused(link: Link) -> None:
    other = LogKeeper(link.clock, origin="tansiq.example/federal-hq/to/regional-hq").add(message(1))
    with pytest.raises(ForeignLogError):
        checked(link, cosigned(other.note))


@pytest.mark.parametrize("count", [2, 9])
def test_a_head_we_signed_that_is_not_of_this_log_shows_that_we_run_on_an_old_copy(
    link: Link, receipt: bytes, count: int
) -> None:
    restored = LogKeeper(link.clock).add(*(message(50 + n) for n in range(count)))
    with pytest.raises(ForkError):
        checked(link, receipt, keeper=restored)


@pytest.mark.parametrize("data", [b"", b"garbage", b"x" * 100_000])
def test_what_is_no_head_is_refused(link: Link, data: bytes) -> None:
    with pytest.raises(PartnerFaultError):
        checked(link, data)


def test_the_partner_s_keys_are_those_its_own_log_certifies(link: Link) -> None:
    assert log_keys(link.inbox, link.roots) == ()
    link.pull()
    assert log_keys(link.inbox, link.roots) == (HQ.key,)
    assert issubclass(ForkError, TansiqError)
