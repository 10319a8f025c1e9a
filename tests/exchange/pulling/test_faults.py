"""A partner whose heads or log do not hold, one way in each test: what is refused, with what evidence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tansiq.exchange.errors import (
    ExpiredAgreementError,
    ForeignLogError,
    ForkError,
    GapError,
    LinkError,
    PartnerFaultError,
    ReplayError,
    RevokedPartnerKeyError,
    StaleLogError,
    WrongRecipientError,
)
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import Note, parse_note, sign_note
from tests.exchange.connection.loopback import authorities, terms
from tests.exchange.pulling.judging import proves, refused
from tests.exchange.pulling.partner import (
    BOTH,
    CERTIFICATE,
    HQ,
    NO,
    NOON,
    OTHER_HQ,
    REGIONAL_ROOT,
    Link,
    LogKeeper,
    message,
    revocation,
)


def other_history(link: Link, count: int, differs_at: int) -> LogKeeper:
    """The same centre's log with one entry another one."""
    other = LogKeeper(link.clock)
    link.clock.pass_by()
    entries = [CERTIFICATE, *(message(n if n != differs_at else 10_000 + n) for n in range(1, count))]
    return other.add(*entries)


def test_two_heads_of_as_many_entries_are_a_fork_that_anybody_can_check(link: Link) -> None:
    link.pull()
    link.partner = other_history(link, 3, 2)
    assert proves(refused(link, ForkError))
    assert link.inbox.kept().size == 3


@pytest.mark.parametrize(("held", "shown", "differs_at"), [(3, 4, 2), (200, 300, 17), (700, 1500, 3), (700, 1500, 600)])
def test_a_longer_log_that_does_not_begin_with_ours_is_a_fork(
    link: Link, held: int, shown: int, differs_at: int
) -> None:
    link.partner.add(*(message(n) for n in range(3, held)))
    link.pull()
    link.partner = other_history(link, shown, differs_at)
    error = refused(link, ForkError)
    assert proves(error)
    assert error.fields["index"] == differs_at
    assert link.inbox.kept().size == held


@pytest.mark.parametrize(("held", "shown", "differs_at"), [(4, 3, 2), (300, 200, 17), (1500, 700, 3)])
def test_a_shorter_log_that_is_no_beginning_of_ours_is_a_fork(
    link: Link, held: int, shown: int, differs_at: int
) -> None:
    link.partner.add(*(message(n) for n in range(3, held)))
    link.pull()
    link.partner = other_history(link, shown, differs_at)
    assert proves(refused(link, ForkError))


def test_a_fork_of_entries_kept_under_a_head_never_accepted_is_found_too(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    link.partner = other_history(link, 1000, 300)
    error = refused(link, ForkError)
    assert error.fields["index"] == 300
    assert proves(error)


@pytest.mark.parametrize("accepted", [False, True])
@pytest.mark.parametrize("shown", [200, 513])
def test_a_shorter_fork_of_entries_kept_under_a_head_never_accepted_is_proved_where_it_can_be(
    link: Link, shown: int, *, accepted: bool
) -> None:
    if accepted:
        link.pull()
        link.clock.pass_by()
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    link.partner = other_history(link, shown, 2)
    error = refused(link, ForkError)
    if accepted:  # the head of three entries is enough
        assert proves(error)
    else:  # by its own time the shorter head is the later one, and that shows that both cannot be true
        assert proves(PartnerFaultError("", exhibits=error.exhibits))


def test_a_log_shorter_than_a_head_never_accepted_was_restored_from_an_old_copy(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    link.clock.pass_by()
    link.partner.sign(300)
    assert proves(refused(link, StaleLogError))


def test_a_shorter_head_that_is_older_too_rests_on_our_word(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 40)))
    link.pull()
    link.clock.pass_by(-60)
    link.partner.sign(30)
    assert not proves(refused(link, StaleLogError))


@pytest.mark.parametrize(("held", "shown"), [(3, 2), (700, 300)])
def test_a_shorter_log_that_is_a_beginning_of_ours_was_restored_from_an_old_copy(
    link: Link, held: int, shown: int
) -> None:
    link.partner.add(*(message(n) for n in range(3, held)))
    link.pull()
    link.clock.pass_by()
    link.partner.sign(shown)
    assert proves(refused(link, StaleLogError))


def test_an_old_head_given_out_as_new_is_a_replay(link: Link) -> None:
    old = link.partner.note
    link.clock.pass_by()
    link.partner.sign()
    link.pull()
    link.partner.shown = old
    assert not proves(refused(link, ReplayError))


def test_time_that_goes_back_from_head_to_head_is_refused(link: Link) -> None:
    link.pull()
    link.clock.pass_by(-3600)
    link.partner.add(message(3))
    refused(link, PartnerFaultError)


def test_an_entry_that_is_not_there_is_a_gap(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 600)))
    link.partner.size = 520  # entries end there, and the head says more
    error = refused(link, GapError)
    assert error.fields["index"] == 520
    assert link.inbox.kept().size == 512


def test_a_tile_that_is_not_there_is_a_gap(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 600)))
    del link.partner.files["tile/1/000.p/2"]
    refused(link, GapError)


def test_a_link_that_breaks_is_no_gap(link: Link) -> None:
    link.partner.cut_after = 1
    with pytest.raises(LinkError):
        link.pull()


def test_a_head_that_moved_meanwhile_is_no_gap(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 600)))
    old = link.partner.note
    link.clock.pass_by()
    link.partner.add(*(message(n) for n in range(600, 900)))
    heads = iter([old])
    newest = link.partner.note
    link.partner.head = lambda _beyond=None, _wait_s=0.0: next(heads, newest)  # type: ignore[method-assign]  # one old head
    del link.partner.files["tile/0/002.p/88"]  # superseded twice
    assert link.pull().end == 900


def test_a_log_for_another_centre_is_refused(link: Link) -> None:
    link.pull()  # whose key signed is known from our own log
    link.partner = LogKeeper(link.clock, origin="tansiq.example/federal-hq/to/regional-hq").add(CERTIFICATE)
    assert not proves(refused(link, WrongRecipientError))


def test_another_centre_s_log_is_refused(link: Link) -> None:
    link.partner = LogKeeper(link.clock, origin="tansiq.example/other-hq/to/bar").add(CERTIFICATE)
    refused(link, ForeignLogError)


def test_nothing_is_kept_under_a_head_that_nobody_certified_signed(link: Link) -> None:
    link.partner.signer = OTHER_HQ
    link.partner.sign()
    assert not proves(refused(link, RevokedPartnerKeyError))
    assert link.inbox.kept().size == 0


def test_nothing_is_kept_under_a_head_whose_signature_does_not_fit(link: Link) -> None:
    note = parse_note(link.partner.note)
    forged = sign_note(note.text.replace("Z\n", "Z\nmore\n"), HQ)
    link.partner.shown = bytes(Note(note.text, (forged,)))
    refused(link, PartnerFaultError)
    assert link.inbox.kept().size == 0


def test_one_party_alone_does_not_speak_for_a_centre_of_both(link: Link) -> None:
    link.roots = BOTH
    refused(link, RevokedPartnerKeyError)
    assert link.inbox.kept().size == 0


@pytest.mark.parametrize("known", [True, False])
def test_a_head_signed_by_a_revoked_key_is_refused(link: Link, *, known: bool) -> None:
    if known:
        link.pull()
        link.clock.pass_by()
    link.partner.add(revocation(HQ))
    error = refused(link, RevokedPartnerKeyError)
    assert proves(error)
    assert link.inbox.kept().size == (3 if known else 0)
    assert link.partner.receipts == ([link.inbox.head] if known else [])


def test_a_head_signed_after_the_agreement_ended_is_refused(link: Link) -> None:
    ended = replace(terms(authorities()), ends_at=NOON - timedelta(hours=1))
    assert not proves(refused(link, ExpiredAgreementError, terms=ended))


@pytest.mark.parametrize("data", [b"", b"garbage", b"x" * 20_000, bytes(range(256)), "a\n1\nb\n\n— x y\n".encode()])
def test_a_head_that_is_none_is_refused(link: Link, data: bytes) -> None:
    link.partner.shown = data
    error = refused(link, PartnerFaultError)
    assert error.exhibits[0][1] == data[:4096]


def too_large(_beyond: int | None = None, _wait_s: float = 0.0) -> bytes:
    raise TooLargeError(NO)


def test_a_head_that_no_transport_takes_in_is_refused(link: Link) -> None:
    link.partner.head = too_large  # type: ignore[method-assign]  # as a transport refuses it
    refused(link, PartnerFaultError)


def test_roots_of_another_party_certify_nothing(link: Link) -> None:
    link.roots = {"federal": (REGIONAL_ROOT.key,)}
    refused(link, RevokedPartnerKeyError)
