"""A healthy partner: what is asked, what is kept, what is handed over."""

import pytest

from tansiq.exchange.errors import LinkError
from tests.exchange.pulling.partner import CERTIFICATE, Link, message


@pytest.fixture
def link() -> Link:
    made = Link()
    made.partner.add(CERTIFICATE, message(1), message(2))
    return made


def test_what_was_released_is_kept_in_order_and_the_head_cosigned(link: Link) -> None:
    pulled = link.pull()
    assert (pulled.first, pulled.end, pulled.refused, pulled.unhanded) == (0, 3, 0, None)
    assert link.inbox.entries == link.partner.all
    assert link.inbox.head == link.partner.receipts[-1]


def test_growth(link: Link) -> None:
    link.pull()
    for count in (1, 300, 2000):
        link.clock.pass_by()
        first = link.partner.size
        link.partner.add(*(message(first + n) for n in range(count)))
        assert link.pull().end == first + count
    assert link.inbox.entries == link.partner.all


def test_a_cut_link_keeps_what_was_verified_and_goes_on_from_the_very_entry(link: Link) -> None:
    link.partner.add(*(message(n) for n in range(3, 900)))
    link.partner.cut_after = 700
    with pytest.raises(LinkError):
        link.pull()
    assert link.inbox.kept().size == 512
    link.pull()
    assert link.partner.asked[-2] == "entries 700 900"
    assert link.inbox.entries == link.partner.all
