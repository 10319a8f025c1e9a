"""The misuses of the domain notes, 3.6, that need a running centre. The others: tests/house/test_refusals.py.

A gap, a gate or an annex by one party alone; a record altered without trace, in the table or in the files.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.centre.agreement.reading import placed_decisions
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import check_continues, publish
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import rebuild
from tansiq.centre.door.refusals import StoreError
from tansiq.domain.decision import State
from tansiq.errors import DoesNotVerifyError, TansiqError
from tansiq.journal.audit import audit_log
from tansiq.journal.errors import MissingFileError
from tansiq.journal.log import Folder, MemoryFiles
from tests.centre.agreement.two_parties import FEDERAL, FEDERAL_DUTY, REGIONAL, REGIONAL_DUTY, Pens, propose, proposed
from tests.centre.founded import Founded
from tests.journal.writing import BODIES, log_of, story

ALONE = {"federal": (FEDERAL, FEDERAL_DUTY), "regional": (REGIONAL, REGIONAL_DUTY)}
PERMISSIVE = ("gap_closed", "gate_met", "joint_checkpoint_opened", "sweep_ordered", "annex")
DEEDS = ("sign", "confirm_receipt", "sign", "refuse", "withdraw", "confirm_receipt")


def put_forward(officer: object, matter: str) -> object:
    """A proposal of that matter; an annex first needs a text to decide about."""
    if matter != "annex":
        return propose(officer, matter)  # type: ignore[arg-type]  # an officer of either party
    body = BODIES["agreement_text/1"] | {"agreement": "annex-a", "version": 1, "reservations": []}
    text = put("agreement_text/1", body, officer.author("signatory"), object="annex-a")  # type: ignore[attr-defined]  # as above
    decided = proposed("annex", about=["annex-a"], texts_decided=[text.record.digest])
    return put("decision_proposal/1", decided, officer.author("signatory"), object="decision-1")  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize("matter", PERMISSIVE)
@pytest.mark.parametrize("party", ALONE)
def test_whatever_one_party_does_alone_nothing_takes_effect(pens: Pens, party: str, matter: str) -> None:
    signatory, duty = ALONE[party]
    proposal = put_forward(signatory, matter)
    done = 0
    for deed in DEEDS:
        for officer in (signatory, duty):
            try:
                pens.act(officer, proposal, deed, reason="because")  # type: ignore[arg-type]  # entered, by either way
                done += 1
            except TansiqError:
                continue  # refused outright is as good
    assert done  # something was allowed, so the rule was tried
    for hours in (0, 3, 24 * 365):
        [placed] = placed_decisions(None, timezone.now() + timedelta(hours=hours)).values()
        assert placed.standing.state not in {State.AGREED, State.IN_EFFECT, State.ENDED}


def test_a_record_altered_in_the_table_is_found(centre: Founded, pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    publish()
    row = Entry.objects.get(place=proposal.place)
    altered = bytes(row.entry).replace(b"2nd battalion", b"3rd battalion")
    assert altered != bytes(row.entry)
    Entry.objects.filter(place=row.place).update(entry=altered)
    with pytest.raises(StoreError):
        rebuild(lambda _done, _label: None)
    # Whoever also mends the leaf runs into the head that was signed, and that the partner may have kept.
    from tansiq.journal.tree import leaf_hash  # noqa: PLC0415 - what an intruder would use

    Entry.objects.filter(place=row.place).update(leaf=leaf_hash(altered))
    with pytest.raises(StoreError):
        check_continues()
    assert audit_log(Folder(centre.identity.journal)).head.size > proposal.place


FILES = log_of(story())


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_bit_of_a_log_can_be_altered_without_trace(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    altered = bytearray(FILES[name])
    altered[at] ^= 1 << data.draw(st.integers(0, 7))
    files = MemoryFiles(FILES | {name: bytes(altered)})
    with pytest.raises((DoesNotVerifyError, MissingFileError)):
        audit_log(files)
