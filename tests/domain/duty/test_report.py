"""The draft of a situation report: what the records show, in three languages, and unknown where they are silent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.duty import DutyError, Origin, Precedence, Section, SectionState, State, check_version, draft
from tansiq.domain.duty.report import LISTED_ITEMS, Remark
from tests.domain.duty.made_up import AT, item, told

FROM, TO = AT - timedelta(hours=12), AT + timedelta(hours=12)


def section(sections: tuple[Section, ...], name: str) -> Section:
    return next(each for each in sections if each.section == name)


def test_what_no_record_speaks_of_is_unknown_and_never_nothing() -> None:
    drafted = draft([], [], FROM, TO)
    assert {each.section for each in drafted if each.state is SectionState.UNKNOWN} == {
        "incidents", "posts", "movements", "sweeps", "checkpoints", "hazards", "strength", "communications", "supply",
        "next_24_hours",
    }  # fmt: skip
    assert SectionState.NOTHING not in {each.state for each in drafted}


def test_items_of_the_period_are_counted_and_those_above_routine_are_listed_with_their_record() -> None:
    items = [
        item(1), item(2, precedence=Precedence.ROUTINE), item(3, state=State.CLOSED, needs=(told(),)),
        item(4, received_at=FROM - timedelta(hours=1)), item(5, received_at=TO),
        item(6, received_at=FROM - timedelta(days=1), state=State.CLOSED, needs=(told(),)),
    ]  # fmt: skip
    lines = section(draft(items, [], FROM, TO), "log").lines
    assert lines[0].texts["en"] == "Items received in the period: 3. Of these open: 2."
    assert lines[1].texts["en"] == "Items received earlier and still open: 1."
    assert [line.sources for line in lines[2:]] == [("item-4",), ("item-1",), ("item-3",)]
    assert (
        lines[3].texts["en"] == "Item 1 (Flash, received \u206622 1430C NOV 26\u2069): \u2068Lights on the ridge.\u2069"
    )
    assert {line.origin for line in lines} == {Origin.DRAFTED}


def test_a_line_says_it_in_the_languages_there_are() -> None:
    items = [item(1, texts={"ar": "أضواء", "ckb": "ڕووناکی"})]
    line = section(draft(items, [], FROM, TO), "log").lines[1]
    assert sorted(line.texts) == ["ar", "ckb", "en"]
    assert "أضواء" in line.texts["ar"]
    assert "أضواء" in line.texts["en"]
    assert "ڕووناکی" in line.texts["ckb"]


@given(st.integers(0, 80))
def test_what_is_left_out_is_counted(count: int) -> None:
    lines = section(draft([item(number) for number in range(1, count + 1)], [], FROM, TO), "log").lines
    assert len(lines) == 1 + min(count, LISTED_ITEMS) + (count > LISTED_ITEMS)
    if count > LISTED_ITEMS:
        assert lines[-1].texts["en"].endswith(f"not listed here: {count - LISTED_ITEMS}.")


def test_other_records_give_lines_of_their_sections() -> None:
    drafted = draft(
        [],
        [Remark("communications", "%(means)s: %(state)s", {"means": "radio", "state": "weak"}, "handover-1")],
        FROM,
        TO,
    )
    found = section(drafted, "communications")
    assert (found.state, found.lines[0].texts["en"], found.lines[0].sources) == (
        SectionState.REPORTED, "radio: weak", ("handover-1",)
    )  # fmt: skip


def test_a_version_is_written_on_top_of_the_last_one() -> None:
    check_version(3, 2, FROM, TO)
    for version in (2, 4):
        with pytest.raises(DutyError, match="Version 2 of this report has been written meanwhile"):
            check_version(version, 2, FROM, TO)
    with pytest.raises(DutyError, match="period"):
        check_version(1, 0, TO, TO)


def test_what_was_said_keeps_its_direction_on_one_line_however_it_was_typed() -> None:
    text = "first\n\u2067second " + "x" * 400
    line = section(draft([item(1, texts={"en": text})], [], FROM, TO), "log").lines[1].texts["en"]
    assert "\n" not in line
    assert line.count("\u2068") + line.count("\u2066") == line.count("\u2069") == 2
    assert line.endswith("x…\u2069")


def test_what_a_record_says_is_given_in_each_language_it_is_there_in() -> None:
    remark = Remark("sweeps", "%(what)s: %(text)s", {}, "decision-1", {"what": "Flash"}, {"ar": "تمشيط", "en": "Sweep"})
    texts = section(draft([], [remark], FROM, TO), "sweeps").lines[0].texts
    assert texts["en"] == "Flash: \u2068Sweep\u2069"
    assert texts["ar"].endswith("\u2068تمشيط\u2069")
    assert texts["ckb"].endswith("\u2068Sweep\u2069")
