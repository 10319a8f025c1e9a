"""Whatever happens to the link, and whenever: in the end there is the origin's log, each entry once, in order."""

import zlib
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.connection.inflating import cut_entries, inflate
from tansiq.exchange.errors import LinkError
from tansiq.journal.log import encode_bundle
from tests.exchange.pulling.partner import CERTIFICATE, NO, Link, LogKeeper, message

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("grow"), st.sampled_from([1, 2, 100, 255, 256, 257, 600])),
        st.tuples(st.just("sign"), st.just(0)),
        st.tuples(st.just("cut"), st.integers(0, 60_000)),
        st.tuples(st.just("pull"), st.just(0)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("refuse receipts"), st.integers(0, 1)),
    ),
    max_size=12,
)


class Squeezing(LogKeeper):
    """Sends entries as a server does, in one stream of gzip, and can be cut at any byte of it."""

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        squeezing = zlib.compressobj(6, zlib.DEFLATED, 31)
        data = squeezing.compress(encode_bundle(self.all[first : min(end, self.size)])) + squeezing.flush()
        return cut_entries(inflate(self._sent(data), 10**9), end - first)

    def _sent(self, data: bytes) -> Iterator[bytes]:
        cut, self.cut_after = self.cut_after, None
        for at in range(0, len(data) if cut is None else min(cut, len(data)), 1000):
            yield data[at : at + 1000] if cut is None else data[at : min(at + 1000, cut)]
        if cut is not None and cut < len(data):
            raise LinkError(NO)


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
    link.partner = Squeezing(link.clock)
    link.partner.add(CERTIFICATE)
    for step, number in steps:
        act(link, step, number)
        assert link.inbox.entries == link.partner.all[: link.inbox.kept().size]
    link.partner.cut_after, link.partner.refuses_receipts = None, False
    link.pull()
    assert link.inbox.entries == link.partner.all
    assert not any(each.refused for each in link.inbox.items)
    assert link.partner.receipts[-1] == link.inbox.head
