"""A log with very many open items shows every urgent one, and says how many others it leaves out."""

from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.duty.models import LogItem
from tansiq.centre.duty.views.log import NEWEST_SHOWN, OPEN_SHOWN, URGENT, worth_showing

precedences = st.lists(st.sampled_from(["flash", "immediate", "priority", "routine"]), max_size=300)


@given(precedences)
def test_no_urgent_item_is_ever_left_out_and_order_stays(given_: list[str]) -> None:
    rows = [LogItem(key=f"item-{number}", number=number, precedence=each) for number, each in enumerate(given_)]
    seen = worth_showing(rows)
    assert [row.number for row in seen] == sorted(row.number for row in seen)
    assert {row.key for row in rows if row.precedence in URGENT} <= {row.key for row in seen}
    assert {row.key for row in rows[-NEWEST_SHOWN:]} <= {row.key for row in seen}
    urgent = sum(row.precedence in URGENT for row in rows)
    assert len(seen) <= max(OPEN_SHOWN, urgent + NEWEST_SHOWN)
    if len(rows) <= OPEN_SHOWN:
        assert seen == rows
    else:
        assert len(seen) >= OPEN_SHOWN
