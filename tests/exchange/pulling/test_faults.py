"""A partner that misbehaves, one way in each test: what is refused, with what evidence, and what is still kept."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest

from tansiq.exchange.errors import (
    AlteredEntryError,
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
from tansiq.exchange.evidence import check_evidence, make_evidence
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import Note, NoteSigner, parse_note, sign_note
from tests.exchange.connection.loopback import authorities, terms
from tests.exchange.pulling.partner import (
    BAR,
    BOTH,
    CERTIFICATE,
    FEDERAL_ROOT,
    HQ,
    NO,
    NOON,
    ORIGIN,
    OTHER_HQ,
    REGIONAL_ROOT,
    Link,
    LogKeeper,
    certificate,
    message,
    record,
)

BAR_CERTIFICATES = [certificate(BAR, FEDERAL_ROOT, "centre"), certificate(BAR, REGIONAL_ROOT, "centre")]


def refused(link: Link, kind: type[PartnerFaultError], **given: object) -> PartnerFaultError:
    """Pull, and return what it was refused as."""
    with pytest.raises(kind) as caught:
        link.pull(**given)
    assert type(caught.value) is kind
    return caught.value


def proves(error: PartnerFaultError) -> bool:
    """Make the evidence, let a third person check it, and return whether it is proof without our word."""
    data = make_evidence(
        error, log=ORIGIN, seen_by=BAR.name, seen_at=NOON, certificates=[CERTIFICATE.entry,
        *(each.entry for each in BAR_CERTIFICATES)], signer=BAR,
    )  # fmt: skip
    return check_evidence(data, BOTH).proved


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
    assert refused(link, ForkError).fields["index"] == 300


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


@pytest.mark.parametrize("count", [3, 700])
@pytest.mark.parametrize("proved", [True, False])
def test_an_entry_other_than_the_head_commits_to_is_never_kept(link: Link, count: int, *, proved: bool) -> None:
    link.partner.add(*(message(n) for n in range(3, count)))
    link.partner.alter = lambda index, entry: entry.replace(b"open", b"shut") if index == count - 1 else entry
    error = refused(link, AlteredEntryError)
    assert error.fields["index"] == count - 1
    assert proves(error) is False
    assert link.inbox.kept().size == (0 if count == 3 else 512)
    if proved:  # and when it comes whole, all goes on
        link.partner.alter = lambda _index, entry: entry
        assert link.pull().end == count


def test_hashes_that_do_not_lead_to_the_head_are_refused(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 700)))
    link.partner.alter_tile = lambda _name, data: bytes(len(data))
    refused(link, PartnerFaultError)
    assert link.inbox.kept().size == 0


def test_a_tile_of_the_wrong_length_is_refused(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 700)))
    link.partner.alter_tile = lambda _name, data: data[:-1]
    refused(link, PartnerFaultError)


@pytest.mark.parametrize("entry", [b"garbage", message(5).entry.replace(b"open", b"shut"), b"x" * 60_000])
def test_an_entry_that_is_no_signed_record_is_kept_refused_and_the_rest_goes_on(link: Link, entry: bytes) -> None:
    link.partner.add(entry, message(3))
    pulled = link.pull()
    assert (pulled.refused, pulled.end) == (1, 5)
    kept = link.inbox.items[3]
    assert (kept.entry, kept.fault) == (entry, "altered_entry")
    assert kept.refused
    assert not link.inbox.items[4].refused


def test_a_record_by_a_key_that_nobody_certified_is_refused(link: Link) -> None:
    link.partner.add(message(3, OTHER_HQ), message(4))
    assert link.pull().refused == 1
    assert link.inbox.items[3].fault == "revoked_key"


def test_a_record_for_a_party_that_the_key_does_not_speak_for_is_refused(link: Link) -> None:
    link.partner.add(message(3, party="regional"))
    assert link.pull().refused == 1


def test_a_record_of_a_known_kind_and_another_form_is_refused(link: Link) -> None:
    entry = message(3).entry.replace(b'"routine"', b'"unheard"')
    link.partner.add(entry)
    link.pull()
    assert "not of its form" in link.inbox.items[3].refused


@pytest.mark.parametrize("gap", [0, 2000])
def test_the_same_record_a_second_time_is_refused_as_a_replay(link: Link, gap: int) -> None:
    link.partner.add(*(message(n) for n in range(3, 3 + gap)), message(1), message(9_999))
    link.pull()
    assert link.inbox.items[-2].fault == "replay"
    assert not link.inbox.items[-1].refused


def test_a_log_for_another_centre_is_refused(link: Link) -> None:
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


def revocation(of: NoteSigner, place: int) -> object:
    body = {"key": of.key.label, "reason": "lost", "not_trusted_from": place}
    return record("key_revocation/1", FEDERAL_ROOT, body=body, object="key-hq")


@pytest.mark.parametrize("known", [True, False])
def test_a_head_signed_by_a_revoked_key_is_refused(link: Link, *, known: bool) -> None:
    if known:
        link.pull()
        link.clock.pass_by()
    link.partner.add(revocation(HQ, 3))  # type: ignore[arg-type]  # a record
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


def test_more_entries_than_were_asked_for_are_refused(link: Link) -> None:
    whole = link.partner.entries
    link.partner.entries = lambda first, _end: whole(first, 10**6)  # type: ignore[method-assign]  # too many
    link.partner.size = 3
    note = link.partner.note
    link.partner.add(message(3))
    link.partner.shown = note
    refused(link, PartnerFaultError)


def attached(link: Link, data: bytes, **changes: object) -> str:
    digest = f"sha256:{sha256(data).hexdigest()}"
    named = {"digest": digest, "bytes": len(data), "media_type": "image/png"} | changes
    link.partner.attachments[digest] = data
    link.partner.add(message(3, more={"attachments": [named]}))  # type: ignore[dict-item]  # as the kind says
    return digest


def test_an_attachment_with_another_hash_is_refused_and_no_receipt_given(link: Link) -> None:
    digest = attached(link, b"sketch")
    link.partner.attachments[digest] = b"SKETCH"
    refused(link, AlteredEntryError)
    assert link.partner.receipts == []
    assert link.inbox.attachments == {}


def test_an_attachment_that_is_not_there_is_a_gap(link: Link) -> None:
    del link.partner.attachments[attached(link, b"sketch")]
    refused(link, GapError)
    assert link.partner.receipts == []


def test_an_attachment_larger_than_agreed_is_told_and_not_fetched(link: Link) -> None:
    digest = attached(link, b"sketch", bytes=2**26)
    pulled = link.pull()
    assert pulled.too_large == (digest,)
    assert link.partner.receipts


@pytest.mark.parametrize("erase", [(5,), (5, 6, 300), (699,)])
def test_what_the_origin_erased_is_kept_as_a_place_without_content(link: Link, erase: tuple[int, ...]) -> None:
    link.partner.add(*(message(n) for n in range(3, 700)))
    link.partner.alter = lambda index, entry: b"" if index in erase else entry
    pulled = link.pull()
    assert (pulled.end, pulled.refused) == (700, len(erase))
    assert [index for index, each in enumerate(link.inbox.items) if not each.entry] == list(erase)


def backwards(first: int, last: int, index: int, entry: bytes) -> bytes:
    return entry[::-1] if first <= index <= last else entry


def test_after_any_fault_a_healthy_partner_is_followed_again(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 700)))
    for first, last in ((0, 0), (600, 600), (650, 651)):
        link.partner.alter = partial(backwards, first, last)
        with pytest.raises(PartnerFaultError):
            link.pull()
    link.partner.alter = lambda _index, entry: entry
    link.pull()
    assert link.inbox.entries == link.partner.all


def test_roots_of_another_party_certify_nothing(link: Link) -> None:
    link.roots = {"federal": (REGIONAL_ROOT.key,)}
    refused(link, RevokedPartnerKeyError)
