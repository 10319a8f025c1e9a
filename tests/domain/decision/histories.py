"""Proposals, acts and random histories of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tansiq.domain.decision import Act, Deed, Effect, Holder, Matter, Proposal

START = datetime(2026, 11, 22, 6, tzinfo=UTC)
PARTIES = ("federal", "regional")
DIGEST = "sha256:" + "a" * 64
OTHER_BYTES = "sha256:" + "b" * 64
PERMISSIVE = [matter for matter in Matter if matter.effect is Effect.PERMISSIVE]
RESTRICTIVE = [matter for matter in Matter if matter.effect is Effect.RESTRICTIVE]


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


def proposal(matter: Matter = Matter.SWEEP_ORDERED, **fields: Any) -> Proposal:  # noqa: ANN401 - any field
    """Proposed at 0 h; to be signed by 10 h, effective at 20 h, ending at 30 h."""
    restrictive = matter.effect is Effect.RESTRICTIVE
    gap = matter in {Matter.GAP_CLOSED, Matter.GAP_REOPENED}
    given: dict[str, Any] = {
        "digest": DIGEST, "matter": matter, "parties": PARTIES, "proposer": "federal", "about": frozenset({"x-1"}),
        "place": 10, "entered_at": START, "effective_at": START if restrictive else hours(20), "lapses_at": hours(10),
        "ends_at": None if gap else hours(30),
        "holder": Holder("regional", "2nd battalion") if matter is Matter.GAP_CLOSED else None,
    }  # fmt: skip
    return Proposal(**(given | fields))


def act(place: int, party: str, deed: Deed, at_h: float = 1, record: str = DIGEST, **fields: Any) -> Act:  # noqa: ANN401 - any field
    return Act(place, party, deed, record, hours(at_h), **fields)


def signs(place: int, party: str, at_h: float = 1) -> Act:
    return act(place, party, Deed.SIGN, at_h)


def confirms(place: int, party: str, at_h: float = 1) -> Act:
    return act(place, party, Deed.CONFIRM_RECEIPT, at_h)


# Times on both sides of every limit, and on it; clocks set back and ahead.
TIMES = st.sampled_from([-5, 0, 1, 9, 10, 11, 19, 20, 21, 29, 30, 31])
ACTS = st.builds(
    act,
    st.integers(8, 30),
    st.sampled_from([*PARTIES, *PARTIES, *PARTIES, "outsider"]),
    # Signatures and receipts are drawn more often, or nearly every history would end in a refusal.
    st.sampled_from([*Deed, Deed.SIGN, Deed.SIGN, Deed.SIGN, Deed.CONFIRM_RECEIPT, Deed.CONFIRM_RECEIPT]),
    TIMES,
    st.sampled_from([DIGEST] * 7 + [OTHER_BYTES]),
)
NOISE = st.lists(ACTS, max_size=8, unique_by=lambda each: each.place)


@st.composite
def agreeing(draw: st.DrawFn) -> list[Act]:
    """One signs, the other signs, the one confirms, mostly in time; other acts in between."""
    first, second, third = sorted(draw(st.lists(st.integers(11, 30), min_size=3, max_size=3, unique=True)))
    one, two = draw(st.permutations(PARTIES))
    early, late = st.sampled_from([-5, 0, 1, 9]), st.sampled_from([1, 9, 10, 19, 20])
    acts = [signs(first, one, draw(early)), signs(second, two, draw(early)), confirms(third, one, draw(late))]
    others = draw(st.lists(ACTS, max_size=3, unique_by=lambda each: each.place))
    return acts + [each for each in others if each.place not in {first, second, third}]


HISTORIES = NOISE | agreeing()
NOWS = st.sampled_from([0, 9, 10, 15, 20, 20, 25, 25, 30, 40]).map(hours)
PROPOSERS = st.sampled_from(PARTIES)
