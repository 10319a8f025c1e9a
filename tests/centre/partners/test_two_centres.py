"""The whole way between two centres: one in the tables, its partner as files, with real keys on both sides."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tansiq.centre.door.keys import centre_signer
from tansiq.centre.founding.first_records import certify_centre
from tansiq.centre.partners.alarms import raise_fault
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm, Receipt, Received
from tansiq.centre.partners.overview import as_json, partners
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.running.receipts import keep_receipt
from tansiq.centre.partners.terms import latest_terms, roots_of
from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError, PartnerFaultError
from tansiq.exchange.pulling import Memory, Pulled, pull
from tansiq.exchange.release_log import Publisher, publish
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder
from tansiq.journal.note import Checkpoint, Note, cosign_checkpoint, parse_checkpoint, parse_note
from tansiq.journal.tree import EMPTY_ROOT
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog, say


class AsFiles:
    """The partner's log as it would serve it; implements the exchange's Transport."""

    def __init__(self, log: PartnerLog, folder: Path) -> None:
        self.log, self.folder = log, folder
        self.receipt = b""
        self.spoilt: dict[int, bytes] = {}

    def publish(self) -> None:
        by = Publisher(self.log.origin, self.log.signer, bytes(32), b"roots\n")
        journal = Checkpoint("local/federal-hq/journal", 0, EMPTY_ROOT)
        publish(self.folder, self.log.entries, by, journal=journal, now=timezone.now(), every_s=60)

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
        del beyond, wait_s
        return Folder(self.folder).read("checkpoint", 16_384)

    def tile(self, name: str, most_bytes: int) -> bytes:
        return Folder(self.folder).read(name, most_bytes)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        for index in range(first, end):
            yield self.spoilt.get(index, self.log.entries[index])

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        raise NotImplementedError

    def give_receipt(self, note: bytes) -> None:
        self.receipt = note

    def our_receipt(self) -> bytes:
        return b""


@pytest.fixture
def partner(centre: Founded, unproved: None, anybody_may: None, tmp_path: Path) -> AsFiles:  # noqa: ARG001 - used for their effects
    """The federal headquarters, whose log begins with the certificate of its key."""
    roots = {party: (root.signer.key,) for party, root in centre.roots.items()}
    linked.adopt(roots=write_roots(roots).decode())
    log = PartnerLog()
    certificate = certify_centre(centre.identity, "federal", centre.roots["federal"].signer, log.signer.key, linked.AT)
    log.entries.append(certificate)
    return AsFiles(log, tmp_path / "to-bar")


def one_round(partner: AsFiles, memory: Memory | None = None) -> Pulled:
    return pull(
        partner, TableInbox(FEDERAL_HQ), origin=partner.log.origin, roots=roots_of(FEDERAL_HQ),
        cosigner=centre_signer(), now=timezone.now, terms=latest_terms(timezone.now()), memory=memory,
    )  # fmt: skip


def written(partner: AsFiles, letter: str, text: str) -> None:
    at = linked.AT + timedelta(minutes=len(partner.log.entries))
    partner.log.add("message/1", linked.message(text, precedence="flash"), object="msg-" + letter * 16, at=at,
                    marking={"releasable_to": ["regional"]})  # fmt: skip
    partner.publish()


def test_what_a_partner_releases_is_kept_shown_and_cosigned(partner: AsFiles) -> None:
    written(partner, "a", "Six.")
    memory = Memory()
    pulled = one_round(partner, memory)
    assert (pulled.first, pulled.end, pulled.refused) == (0, 2, 0)
    written(partner, "b", "Seven.")
    assert (one_round(partner, memory).first, one_round(partner, memory).first) == (2, 3)
    texts = [row.body["text"]["en"] for row in Received.objects.at(None).filter(state="new").order_by("index")]
    assert texts == ["Six.", "Seven."]
    assert partner.receipt == TableInbox(FEDERAL_HQ).kept().head
    assert centre_signer().name in partner.receipt.decode()


def test_a_receipt_counts_only_with_both_signatures_and_once(partner: AsFiles, centre: Founded) -> None:
    written(partner, "a", "Six.")
    one_round(partner)  # so that the partner's key is known here
    say(centre.author("regional"), to=["federal"])
    terms = latest_terms(timezone.now())
    assert terms is not None
    note = publish_for(FEDERAL_HQ, terms)
    assert note is not None
    with pytest.raises(TansiqError, match="must be signed by this centre and cosigned"):
        keep_receipt("federal-hq", bytes(note))
    line = cosign_checkpoint(parse_checkpoint(note.text), partner.log.signer, int(timezone.now().timestamp()))
    receipt = bytes(Note(note.text, (*note.signatures, line)))
    for _again in range(2):
        keep_receipt("federal-hq", receipt)
    assert [row.size for row in Receipt.objects.history("federal-hq")] == [parse_checkpoint(note.text).size]
    shown = next(each for each in partners(timezone.now()) if each.name == "federal-hq")
    assert (shown.confirmed, shown.released, shown.unconfirmed) == (3, 3, 0)
    assert as_json(shown)["ours"]["oldest_unconfirmed"] is None


def test_an_altered_entry_is_not_taken_over_and_leaves_evidence(partner: AsFiles, centre: Founded) -> None:
    written(partner, "a", "Six.")
    partner.spoilt[1] = partner.log.entries[1].replace(b"Six.", b"Ten.")
    with pytest.raises(PartnerFaultError) as caught:
        one_round(partner)
    assert isinstance(caught.value, AlteredEntryError)
    assert Received.objects.at(None).filter(state="new").count() == 0
    raise_fault(FEDERAL_HQ, caught.value, [partner.log.entries[0]])
    alarm = Alarm.objects.at(None).get()
    digest = alarm.evidence.removeprefix("sha256:")
    file = centre.identity.folder / "evidence" / digest
    assert parse_note(file.read_bytes()).text.startswith("tansiq-evidence/1\nfault altered_entry\n")
    partner.spoilt.clear()
    assert one_round(partner).end == 2
