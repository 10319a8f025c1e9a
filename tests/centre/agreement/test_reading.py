"""Looking at some decisions gives the same as looking at all: only what is about the same can bear on one."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.centre.agreement import reading
from tansiq.domain.decision import Decision, Matter, stand_together
from tests.domain.decision.histories import HISTORIES, NOWS, hours, proposal

OBJECTS = st.frozensets(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=2)
MATTERS = st.sampled_from([Matter.GAP_CLOSED, Matter.GAP_REOPENED, Matter.SWEEP_ORDERED])
MANY = st.lists(st.tuples(MATTERS, OBJECTS, HISTORIES), min_size=1, max_size=6)


def _decisions(drawn: list[tuple[Matter, frozenset[str], list[object]]]) -> list[Decision]:
    made = []
    for number, (matter, about, acts) in enumerate(drawn):
        digest, place = f"sha256:{number:064x}", 100 * number
        moved = tuple(
            type(act)(place + act.place, act.party, act.deed, digest, act.entered_at)  # type: ignore[attr-defined,call-arg]
            for act in acts
        )
        made.append(Decision(proposal(matter, digest=digest, place=place, about=about), moved))
    return made


@settings(max_examples=300)
@given(MANY, NOWS, st.integers(0, 5))
def test_one_decision_stands_as_it_does_among_all(
    drawn: list[tuple[Matter, frozenset[str], list[object]]], now: datetime, which: int
) -> None:
    every = _decisions(drawn)
    mine = every[which % len(every)].proposal.digest
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_decisions", lambda _as_of: tuple(every))
        assert reading.placed_with(None, now, mine)[mine] == stand_together(every, now)[mine]


@settings(max_examples=300)
@given(MANY, NOWS)
def test_every_open_decision_is_found_and_stands_as_it_does_among_all(
    drawn: list[tuple[Matter, frozenset[str], list[object]]], now: datetime
) -> None:
    every = _decisions(drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_decisions", lambda _as_of: tuple(every))
        some = reading.placed_while_open(None, now)
    among_all = stand_together(every, now)
    assert all(among_all[digest] == placed for digest, placed in some.items())
    for digest, placed in among_all.items():
        if placed.standing.state.is_open and now < hours(10):
            assert digest in some
