"""A healthy partner: what is asked, what is kept, what is handed over."""

from datetime import timedelta
from hashlib import sha256

import pytest

from tansiq.exchange.errors import LinkError
from tansiq.exchange.heads import read_head
from tansiq.journal.note import KeyType, NoteSignature, parse_note, verify_note
from tansiq.journal.record import PAYLOAD_TYPE, pre_authentication
from tests.exchange.pulling.partner import (
    BAR,
    BOTH,
    CERTIFICATE,
    FEDERAL_ROOT,
    HQ,
    NEXT_HQ,
    NOON,
    REGIONAL_ROOT,
    Link,
    certificate,
    message,
    record,
)


def test_what_was_released_is_kept_in_order_and_the_head_cosigned(link: Link) -> None:
    pulled = link.pull()
    assert (pulled.first, pulled.end, pulled.refused, pulled.unhanded) == (0, 3, 0, None)
    assert link.inbox.entries == link.partner.all
    assert link.partner.receipts == [link.inbox.head]


def test_the_receipt_is_the_partner_s_head_with_its_signature_and_ours(link: Link) -> None:
    link.pull()
    note = parse_note(link.inbox.head)
    signed = verify_note(note, [HQ.key, BAR.key.as_type(KeyType.COSIGNATURE)])
    assert note.text == parse_note(link.partner.note).text
    assert [each.at_s for each in signed] == [None, int(NOON.timestamp())]
    assert read_head(note.text).size == 3


def test_growth_is_taken_over_whatever_its_size(link: Link) -> None:
    link.pull()
    for count in (1, 252, 1, 300, 2000):
        link.clock.pass_by()
        first = link.partner.size
        link.partner.add(*(message(first + n) for n in range(count)))
        assert link.pull().end == first + count
    assert link.inbox.entries == link.partner.all


def test_nothing_is_kept_in_batches_larger_than_agreed(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 3000)))
    link.pull()
    assert sum(link.inbox.batches) == 3000
    assert max(link.inbox.batches) == 1024


def test_a_small_step_asks_for_no_hashes(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 500)))
    link.pull()
    link.partner.asked.clear()
    link.clock.pass_by()
    link.partner.add(*(message(n) for n in range(500, 600)))
    link.pull()
    assert link.partner.asked == ["head 500", "entries 500 600", "receipt"]


def test_a_large_step_asks_for_one_hash_for_each_full_tile_and_for_the_last_tile(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 1000)))
    link.pull()
    tiles = [each for each in link.partner.asked if each.startswith("tile")]
    assert tiles == ["tile/0/003.p/232", "tile/1/000.p/3"]


def test_a_head_without_news_is_not_cosigned_again(link: Link) -> None:
    link.pull()
    link.partner.asked.clear()
    pulled = link.pull()
    assert (pulled.first, pulled.end, pulled.head) == (3, 3, None)
    assert link.partner.asked == ["head 3"]


def test_a_head_of_the_same_entries_signed_later_is_cosigned(link: Link) -> None:
    link.pull()
    before, at = link.inbox.head, link.clock.pass_by()
    link.partner.sign()
    pulled = link.pull()
    assert pulled.head is not None
    assert pulled.head.signed_at == at
    assert link.inbox.head != before


def test_an_empty_log_is_no_news() -> None:
    empty = Link()
    empty.partner.sign()
    assert empty.pull().head is None
    assert empty.inbox.head == b""


def test_a_cut_link_keeps_what_was_verified_and_goes_on_from_the_very_entry(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    assert link.inbox.kept().size == 512
    assert link.inbox.head == b""
    link.partner.asked.clear()
    link.pull()
    assert "entries 700 900" in link.partner.asked
    assert link.inbox.entries == link.partner.all


def test_after_a_restart_it_goes_on_from_what_is_kept(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    link.restart()
    link.partner.asked.clear()
    link.pull()
    assert "entries 512 900" in link.partner.asked
    assert link.inbox.entries == link.partner.all


def test_a_receipt_that_was_lost_is_handed_over_again(link: Link) -> None:
    link.partner.refuses_receipts = True
    assert link.pull().unhanded is not None
    link.partner.refuses_receipts = False
    assert link.pull().unhanded is None
    assert link.partner.receipts == [link.inbox.head]


def test_after_a_restart_the_last_receipt_is_handed_over_again(link: Link) -> None:
    link.pull()
    link.restart()
    link.pull()
    assert link.partner.receipts == [link.inbox.head] * 2


def test_a_partner_that_refuses_receipts_still_gets_its_records_read(link: Link) -> None:
    link.partner.refuses_receipts = True
    link.pull()
    link.clock.pass_by()
    link.partner.add(message(3))
    assert link.pull().end == 4


def test_a_new_key_is_taken_from_the_log_itself(link: Link) -> None:
    link.pull()
    link.clock.pass_by()
    link.partner.signer = NEXT_HQ
    link.partner.add(message(3), certificate(NEXT_HQ, FEDERAL_ROOT, "centre"), message(4, NEXT_HQ))
    assert (link.pull().refused, link.inbox.kept().size) == (0, 6)


def test_a_new_key_far_into_a_log_that_is_taken_over_for_the_first_time(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 700)), certificate(NEXT_HQ, FEDERAL_ROOT, "centre"))
    link.partner.signer = NEXT_HQ
    link.partner.add(*(message(n, NEXT_HQ) for n in range(701, 800)))
    assert (link.pull().refused, link.inbox.entries) == (0, link.partner.all)


def test_the_head_of_a_centre_of_two_parties_needs_the_certificates_of_both(link: Link) -> None:
    link.roots = BOTH
    link.partner.add(certificate(HQ, REGIONAL_ROOT, "centre"))
    assert link.pull().end == 4


def test_a_revoked_key_whose_successor_signs(link: Link) -> None:
    link.pull()
    link.clock.pass_by()
    body = {"key": HQ.key.label, "reason": "replaced", "not_trusted_from": 5}
    revocation = record("key_revocation/1", FEDERAL_ROOT, body=body, object="key-hq")
    link.partner.add(certificate(NEXT_HQ, FEDERAL_ROOT, "centre"))
    link.partner.signer = NEXT_HQ
    link.partner.add(message(4), revocation, message(5, NEXT_HQ))
    assert (link.pull().refused, link.inbox.kept().size) == (0, 7)


def test_a_clock_that_runs_ahead_is_told_and_stops_nothing(link: Link) -> None:
    link.clock.moment += timedelta(seconds=30)
    link.partner.sign()
    link.clock.moment = NOON
    pulled = link.pull()
    assert pulled.ahead_s == 30
    assert pulled.end == 3


def test_attachments_are_fetched_before_the_head_is_cosigned(link: Link) -> None:
    data = b"a sketch of the crossing"
    digest = f"sha256:{sha256(data).hexdigest()}"
    named = [{"digest": digest, "bytes": len(data), "media_type": "image/png"}]
    link.partner.attachments[digest] = data
    link.partner.add(message(3, more={"attachments": named}), message(4, more={"attachments": named}))
    link.pull()
    assert link.inbox.attachments == {digest: data}
    assert link.partner.asked[-2:] == [f"attachment {digest}", "receipt"]


def test_attachments_of_entries_kept_before_a_restart_are_fetched_too(link: Link) -> None:
    data = b"a sketch of the crossing"
    digest = f"sha256:{sha256(data).hexdigest()}"
    named = [{"digest": digest, "bytes": len(data), "media_type": "image/png"}]
    link.partner.add(message(3, more={"attachments": named}), *(message(n) for n in range(4, 600)))
    link.partner.cut_after = 520
    with pytest.raises(LinkError):
        link.pull()
    link.restart()
    link.partner.attachments[digest] = data
    link.pull()
    assert link.inbox.attachments == {digest: data}


def test_a_record_of_a_kind_that_a_later_version_knows_is_accepted(link: Link) -> None:
    entry = message(3).entry.replace(b'"message/1"', b'"message/9"')
    lines = entry.split(b"\n", 2)
    line = NoteSignature(HQ.name, HQ.key.key_id, HQ.private.sign(pre_authentication(PAYLOAD_TYPE, lines[2]))).line
    link.partner.add(b"%s\n%s%s" % (lines[0], line.encode(), lines[2]))
    assert link.pull().refused == 0


def test_the_first_certificate_is_the_one_of_the_centre() -> None:
    assert CERTIFICATE.content.body["key"] == str(HQ.key)
