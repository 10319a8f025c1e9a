"""A link to a healthy partner that has released a few messages."""

import pytest

from tests.exchange.pulling.partner import CERTIFICATE, Link, message


@pytest.fixture
def link() -> Link:
    made = Link()
    made.partner.add(CERTIFICATE, message(1), message(2))
    return made
