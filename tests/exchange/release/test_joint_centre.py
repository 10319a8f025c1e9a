"""What a joint centre, where both parties write, releases to each party's own."""

import pytest

from tansiq.journal.audit import audit_log
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles, append, write_checkpoint
from tansiq.journal.note import parse_note
from tansiq.journal.record import Record
from tests.exchange.release.world import BOTH_ROOTS, FOR_RHQ, World, adoption, late, later, marked, message, rule, write
from tests.journal.writing import BAR, CERTIFICATES

TO_HQ = rule("A1.4", ["message"], ["hq"])
OF_BAR = write("adopted_agreement/1", adoption(TO_HQ, FOR_RHQ), BAR, object="ag-1", centre="bar")


def said(party: str, *to: str, **fields: object) -> Record:
    marking = marked(*to) if to else None
    return write("message/1", message(len(to)), BAR, party=party, centre="bar", marking=marking, **fields)


def begun(recipient: str) -> World:
    return World(recipient, by=BAR).enter_all([*CERTIFICATES, OF_BAR])


@pytest.mark.parametrize("recipient", ["hq", "rhq"])
def test_the_log_begins_with_both_parties_certificates_and_verifies_with_both_roots(recipient: str) -> None:
    world = begun(recipient).enter_all([said("federal", "regional"), said("regional", "federal")])
    files = MemoryFiles({"roots": write_roots(BOTH_ROOTS)})
    size = append(files, 0, [item.entry for item in world.released])
    write_checkpoint(files, f"tansiq.example/bar/to/{recipient}", size, BAR)
    audit_log(files, BOTH_ROOTS)
    assert [item.kind for item in world.released[:3]] == ["key_certificate/1"] * 3
    assert parse_note(files["checkpoint"]).signatures[0].name == BAR.name


def test_what_one_party_writes_goes_to_its_own_with_any_marking_and_to_the_other_only_with_its_name() -> None:
    own, shared, kept = said("federal", "federal"), said("federal", "federal", "regional"), said("federal")
    assert begun("hq").enter_all([own, shared, kept]).digests[3:] == [own.digest, shared.digest]
    assert begun("rhq").enter_all([own, shared, kept]).digests[3:] == [shared.digest]


def test_neither_party_releases_late_what_the_other_wrote() -> None:
    kept = said("federal")
    attempt = write("release/1", late(kept, to=["regional"]), BAR, party="regional", centre="bar")
    own = write("release/1", late(kept, to=["regional"]), BAR, centre="bar", at=later(1))
    world = begun("rhq").enter_all([kept])
    assert world.enter(attempt) == ()
    assert [item.digest for item in world.enter(own)] == [kept.digest]
