"""The rules at the door itself: a record that no page would send is refused all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.centre.door.registry import Entered
from tansiq.centre.duty.models import Handover, LogItem, Report, Reservation
from tansiq.centre.duty.writing import moment
from tansiq.journal.errors import BodyError
from tansiq.journal.json_strict import Json
from tests.centre.founded import Founded

pytestmark = pytest.mark.usefixtures("anybody_may")
PARTIES = ("federal", "regional")


def body(number: int = 1, **fields: Json) -> dict[str, Json]:
    given: dict[str, Json] = {
        "item": number, "direction": "in", "from": "post 14", "to": "duty officer", "means": "radio",
        "precedence": "flash", "summary": {"en": "Lights."}, "original_language": "en", "translation": "none",
        "need_to_know": [], "state": "open",
    }  # fmt: skip
    return {name: value for name, value in (given | fields).items() if value is not None}


def enter(author: Author, number: int = 1, supersedes: str | None = None, **fields: Json) -> Entered:
    before = LogItem.objects.at(None).filter(key=f"item-{number}").first() if supersedes else None
    received_at = before.received_at if before else None
    return put("duty_log_entry/1", body(number, **fields), author, object=f"item-{number}", supersedes=supersedes,
               received_at=received_at)  # fmt: skip


def test_numbers_follow_each_other_without_gap_or_repeat(centre: Founded) -> None:
    for wrong in (2, 7):
        with pytest.raises(Refusal, match="number 1"):
            enter(centre.author(), wrong)
    enter(centre.author("federal"), 1)
    enter(centre.author("regional"), 2)
    with pytest.raises(Refusal, match="number 3"):
        enter(centre.author(), 1)


def test_an_item_is_filed_under_its_own_number(centre: Founded) -> None:
    with pytest.raises(Refusal, match="do not agree"):
        put("duty_log_entry/1", body(1), centre.author(), object="item-2")


def test_no_other_role_writes_any_record_of_the_watch(centre: Founded) -> None:
    for role in ("planner", "signatory", "administrator", "information_officer"):
        with pytest.raises(NotAllowedError):
            enter(centre.author("federal", role))


def test_the_time_the_centre_was_told_is_not_moved_by_a_correction(centre: Founded) -> None:
    first = enter(centre.author())
    with pytest.raises(Refusal, match="clock runs from there"):
        put("duty_log_entry/1", body(), centre.author(), object="item-1", supersedes=first.record.digest,
            received_at=timezone.now())  # fmt: skip


def test_a_summary_is_there_in_the_language_it_was_said_in(centre: Founded) -> None:
    with pytest.raises(Refusal, match="language it was said in"):
        enter(centre.author(), original_language="ckb")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(PARTIES), st.sampled_from(["open", "closed"]),
        st.sampled_from(["nobody", "none", "one", "told"]), st.booleans(),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_tried_no_item_is_closed_unanswered_and_none_is_changed_by_the_other_party(
    centre: Founded, steps: list[tuple[str, str, str, bool]]
) -> None:
    last = LogItem.objects.at(None).order_by("-number").first()
    number = (last.number if last else 0) + 1
    owner: str | None = None
    for party, state, needs, again in steps:
        row = LogItem.objects.at(None).filter(key=f"item-{number}").first()
        answer: dict[str, Any] = {
            "nobody": {"nobody_further": True}, "none": {}, "one": {"need_to_know": [{"whom": "post 15"}]},
            "told": {"need_to_know": [{"whom": "post 15", "told_at": moment(timezone.now() - timedelta(seconds=2))}]},
        }[needs]  # fmt: skip
        try:
            enter(centre.author(party), number, row.digest if row and again else None, state=state, **answer)
        except Refusal:
            continue
        assert owner in {None, party}
        assert state == "open" or needs in {"nobody", "told"}
        assert row is None or again
        owner = owner or party


def handover(centre: Founded, items: list[str], **fields: Json) -> Entered:
    now = timezone.now()
    given: dict[str, Json] = {
        "watch_from_at": moment(now - timedelta(hours=12)), "watch_to_at": moment(now), "parties": list(PARTIES),
        "open_items": list(items), "unacknowledged_notices": [], "units_out": [], "hazards": [], "communications": [],
    }  # fmt: skip
    number = Handover.objects.at(None).count() + 1
    return put("watch_handover/1", given | fields, centre.author(), object=f"handover-{number}")


def test_a_handover_names_every_party_and_every_open_item_and_nothing_else(centre: Founded) -> None:
    enter(centre.author("regional"), precedence="routine")
    with pytest.raises(Refusal, match="left to nobody"):
        handover(centre, [])
    with pytest.raises(Refusal, match="not open any more"):
        handover(centre, ["item-1", "item-9"])
    with pytest.raises(NotAllowedError, match="every party"):
        handover(centre, ["item-1"], parties=["federal"])
    handover(centre, ["item-1"])
    assert Handover.objects.at(None).get(key="handover-1").signed == 0


def report(centre: Founded, party: str = "federal", **fields: Json) -> Entered:
    now = timezone.now()
    given: dict[str, Json] = {
        "number": 1, "version": 1, "from_at": moment(now - timedelta(hours=12)), "to_at": moment(now),
        "parties": list(PARTIES), "original_language": "en", "facts": [{"section": "log", "state": "unknown"}],
    }  # fmt: skip
    whole = given | fields
    return put("situation_report/1", whole, centre.author(party), object=f"report-{whole['number']}")


def test_a_version_says_which_one_it_was_written_on(centre: Founded) -> None:
    first = report(centre)
    with pytest.raises(Refusal, match="which one it was written on"):
        report(centre, "regional", version=2)
    with pytest.raises(Refusal, match="written meanwhile"):
        report(centre, "regional", version=1, continues=first.record.digest)
    report(centre, "regional", version=2, continues=first.record.digest)
    with pytest.raises(Refusal, match="number 2"):
        report(centre, number=3)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(["agree", "withdraw"])), max_size=6))
@pytest.mark.django_db
def test_a_report_is_agreed_exactly_when_both_agree_to_its_newest_version_and_then_stays(
    centre: Founded, acts: list[tuple[str, str]]
) -> None:
    number = Report.objects.at(None).count() + 1
    entered = report(centre, number=number)
    agreeing: set[str] = set()
    for party, act in acts:
        done = len(agreeing) == len(PARTIES)
        changes = not done and (party in agreeing) != (act == "agree")
        record: dict[str, Json] = {"record": entered.record.digest, "act": act}
        if not changes:
            with pytest.raises(Refusal):
                put("report_agreement/1", record, centre.author(party), object=f"report-{number}")
            continue
        put("report_agreement/1", record, centre.author(party), object=f"report-{number}")
        agreeing ^= {party}
    row = Report.objects.at(None).get(key=f"report-{number}")
    assert set(row.agreed_by) == agreeing
    assert row.agreed == (len(agreeing) == len(PARTIES))


def reserve(
    centre: Founded, record: str, party: str = "federal", supersedes: str | None = None, **fields: Json
) -> None:
    given: dict[str, Json] = {
        "record": record, "text": {"en": "We differ."}, "original_language": "en", "state": "standing",
    }  # fmt: skip
    put("reservation/1", given | fields, centre.author(party), object="reservation-1", supersedes=supersedes)


def test_a_reservation_is_about_a_report_or_a_handover_and_its_own_partys_to_withdraw(centre: Founded) -> None:
    item = enter(centre.author())
    with pytest.raises(Refusal, match="situation reports and handovers"):
        reserve(centre, item.record.digest)
    digest = report(centre).record.digest
    reserve(centre, digest)
    row = Reservation.objects.at(None).get(key="reservation-1")
    with pytest.raises(NotAllowedError):
        reserve(centre, digest, "regional", row.digest, state="withdrawn")
    reserve(centre, digest, "federal", row.digest, state="withdrawn")
    assert not Reservation.objects.at(None).get(key="reservation-1").standing


def test_no_record_of_the_watch_takes_a_field_about_a_person(centre: Founded) -> None:
    for name in ("civilian_name", "phone", "plate", "ethnicity"):
        with pytest.raises(BodyError):
            enter(centre.author(), **{name: "x"})
