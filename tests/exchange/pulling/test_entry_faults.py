"""Entries, hashes and attachments that do not hold: what is refused, what is kept and told, and what goes on."""

from functools import partial
from hashlib import sha256

import pytest

from tansiq.exchange.errors import (
    AlteredEntryError,
    GapError,
    PartnerFaultError,
)
from tests.exchange.pulling.judging import kept_proves, proves, refused
from tests.exchange.pulling.partner import (
    FEDERAL_ROOT,
    HQ,
    NEXT_HQ,
    OTHER_HQ,
    Link,
    certificate,
    message,
    revocation,
)


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
    assert kept_proves(kept)
    assert not link.inbox.items[4].refused


def test_a_record_by_a_key_that_nobody_certified_is_refused(link: Link) -> None:
    link.partner.add(message(3, OTHER_HQ), message(4))
    assert link.pull().refused == 1
    assert link.inbox.items[3].fault == "revoked_key"
    assert not kept_proves(link.inbox.items[3])


@pytest.mark.parametrize("count", [3, 700])
def test_a_record_behind_the_revocation_of_its_key_is_refused_and_that_is_proved(link: Link, count: int) -> None:
    link.partner.add(certificate(NEXT_HQ, FEDERAL_ROOT, "centre"), *(message(n) for n in range(3, count)))
    link.partner.signer = NEXT_HQ
    link.clock.pass_by()
    link.partner.add(revocation(HQ), message(10_000))
    assert link.pull().refused == 1
    refused_one = link.inbox.items[-1]
    assert refused_one.fault == "revoked_key"
    assert kept_proves(refused_one)


def test_of_each_fault_among_entries_kept_at_once_the_first_is_shown(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 1500)), b"one", b"two", message(1), message(2))
    link.pull()
    shown = [bool(each.exhibits) for each in link.inbox.items if each.refused]
    assert shown == [True, False, True, False]


def test_a_record_for_a_party_that_the_key_does_not_speak_for_is_refused(link: Link) -> None:
    link.partner.add(message(3, party="regional"))
    assert link.pull().refused == 1


def test_a_record_of_a_known_kind_and_another_form_is_refused(link: Link) -> None:
    entry = message(3).entry.replace(b'"routine"', b'"unheard"')
    link.partner.add(entry)
    link.pull()
    assert "not of its form" in link.inbox.items[3].refused
    assert kept_proves(link.inbox.items[3])


@pytest.mark.parametrize("gap", [0, 2000])
def test_the_same_record_a_second_time_is_refused_as_a_replay(link: Link, gap: int) -> None:
    link.partner.add(*(message(n) for n in range(3, 3 + gap)), message(1), message(9_999))
    link.pull()
    assert link.inbox.items[-2].fault == "replay"
    assert kept_proves(link.inbox.items[-2])
    assert not link.inbox.items[-1].refused


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


@pytest.mark.parametrize("data", [b"SKETCH", b"sketch and more"])
def test_an_attachment_with_another_hash_is_refused_and_no_receipt_given(link: Link, data: bytes) -> None:
    digest = attached(link, b"sketch")
    link.partner.attachments[digest] = data
    error = refused(link, AlteredEntryError)
    assert not proves(error)
    assert dict(error.exhibits)["entry"] == link.partner.all[-1]
    assert link.partner.receipts == []
    assert link.inbox.attachments == {}


def test_an_attachment_that_is_not_there_is_a_gap(link: Link) -> None:
    del link.partner.attachments[attached(link, b"sketch")]
    error = refused(link, GapError)
    assert link.partner.receipts == []
    assert not proves(error)
    assert dict(error.exhibits)["entry"] == link.partner.all[-1]


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
    assert not kept_proves(link.inbox.items[erase[0]])
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
