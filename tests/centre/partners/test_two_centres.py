"""The whole way between two centres: one in the tables, its partner as files, with real keys on both sides."""

import pytest
from django.utils import timezone

from tansiq.centre.door.keys import centre_signer
from tansiq.centre.partners.alarms import raise_alarm, raise_fault, raise_own_stale
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm, Receipt, Received
from tansiq.centre.partners.overview import as_json, partners
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.running.receipts import keep_receipt
from tansiq.centre.partners.terms import latest_terms, roots_of
from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError, ForkError, OwnStaleRestoreError, PartnerFaultError
from tansiq.exchange.evidence import check_kept_log
from tansiq.exchange.naming import received_folder
from tansiq.exchange.pulling import Memory
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder
from tansiq.journal.note import Note, cosign_checkpoint, parse_checkpoint, parse_note
from tests.centre.founded import Founded
from tests.centre.partners.as_files import AsFiles, checked, one_round, written
from tests.centre.partners.linked import FEDERAL_HQ, say


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
    assert (checked(centre, alarm).fault, checked(centre, alarm).proved) == ("altered_entry", False)
    partner.spoilt.clear()
    assert one_round(partner).end == 2


def test_each_refused_entry_leaves_evidence_and_the_folder_says_which_they_were(
    partner: AsFiles, centre: Founded
) -> None:
    written(partner, "a", "Six.")
    twice = partner.log.entries[-1]
    partner.log.entries += [b"no record", twice.replace(b"Six.", b"Ten.")]
    partner.log.entries.append(twice)
    written(partner, "b", "Seven.")
    assert one_round(partner).refused == 3
    alarms = {alarm.fault: alarm for alarm in Alarm.objects.at(None)}
    assert set(alarms) == {"altered_entry", "replay"}
    for fault, alarm in alarms.items():
        assert (checked(centre, alarm).fault, checked(centre, alarm).proved) == (fault, True)
        assert "no file of evidence" not in alarm.says["en"]
    folder = received_folder(centre.identity.folder, "federal-hq")
    (folder / "roots").write_bytes(write_roots(roots_of(FEDERAL_HQ)))
    doubts: list[str] = []
    check_kept_log(folder, tell=lambda each: doubts.append(each.words("en")) if each.doubt else None)
    assert [f"Entry {place} is not checked here" in "\n".join(doubts) for place in range(6)] == [
        False, False, True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("fault", "error"), [("clock", TansiqError("It runs ahead.")), ("fork", ForkError("Two."))])
def test_an_alarm_that_nothing_shows_says_so_and_is_raised_once(
    partner: AsFiles, fault: str, error: TansiqError
) -> None:
    assert partner
    raised = [
        raise_fault(FEDERAL_HQ, error, ()) if isinstance(error, PartnerFaultError)
        else raise_alarm(FEDERAL_HQ, fault, error)
        for _again in range(2)
    ]  # fmt: skip
    assert [each is None for each in raised] == [False, True]
    alarm = Alarm.objects.at(None).get()
    assert alarm.evidence == ""
    assert alarm.says["en"].endswith("There is no file of evidence: nothing of this could be checked by somebody else.")


def test_what_does_not_prove_a_fork_is_written_down_as_what_came(partner: AsFiles, centre: Founded) -> None:
    written(partner, "a", "Six.")
    one_round(partner)
    shown = Folder(partner.folder).read("checkpoint", 16_384)
    raise_fault(FEDERAL_HQ, ForkError("Two.", exhibits=(("head-shown", shown),)), [partner.log.entries[0]])
    alarm = Alarm.objects.at(None).get()
    assert checked(centre, alarm).fault == "other"


def test_a_lost_release_is_shown_by_our_own_signature(partner: AsFiles, centre: Founded) -> None:
    written(partner, "a", "Six.")
    one_round(partner)
    say(centre.author("regional"), to=["federal"])
    terms = latest_terms(timezone.now())
    assert terms is not None
    note = publish_for(FEDERAL_HQ, terms)
    assert note is not None
    error = OwnStaleRestoreError("Lost.", exhibits=(("head-shown", bytes(note)), ("entries-here", b"1")))
    raise_own_stale(FEDERAL_HQ, error)
    alarm = Alarm.objects.at(None).get()
    found = checked(centre, alarm)
    assert (found.fault, found.log) == ("own_stale_restore", "local/bar/to/federal-hq")
