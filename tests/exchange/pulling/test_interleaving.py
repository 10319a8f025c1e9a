"""Whatever happens to the link, and whenever: in the end there is the origin's log, each entry once, in order."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.errors import LinkError
from tests.exchange.pulling.partner import CERTIFICATE, Link, message

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("grow"), st.sampled_from([1, 2, 100, 255, 256, 257, 600])),
        st.tuples(st.just("sign"), st.just(0)),
        st.tuples(st.just("cut"), st.integers(0, 900)),
        st.tuples(st.just("pull"), st.just(0)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("refuse receipts"), st.integers(0, 1)),
    ),
    max_size=12,
)


def act(link: Link, step: str, number: int) -> None:
    """Let one thing happen."""
    link.clock.pass_by(1)
    if step == "grow":
        first = link.partner.size
        link.partner.add(*(message(first + n) for n in range(number)))
    elif step == "sign":
        link.partner.sign()
    elif step == "cut":
        link.partner.cut_after = number
    elif step == "restart":
        link.restart()
    elif step == "refuse receipts":
        link.partner.refuses_receipts = bool(number)
    else:
        before = link.inbox.kept()
        try:
            link.pull()
        except LinkError:
            assert link.inbox.head == before.head
        assert link.inbox.kept().size >= before.size


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_any_interleaving_ends_with_exactly_the_origin_s_log(steps: Sequence[tuple[str, int]]) -> None:
    link = Link()
    link.partner.add(CERTIFICATE)
    for step, number in steps:
        act(link, step, number)
        assert link.inbox.entries == link.partner.all[: link.inbox.kept().size]
    link.partner.cut_after, link.partner.refuses_receipts = None, False
    link.pull()
    assert link.inbox.entries == link.partner.all
    assert not any(each.refused for each in link.inbox.items)
    assert link.partner.receipts[-1] == link.inbox.head
