"""A centre with two signatories and two duty officers who have keys."""

import pytest

from tansiq.journal.keys import at_rest
from tests.centre.agreement.two_parties import FEDERAL, FEDERAL_DUTY, REGIONAL, REGIONAL_DUTY, Pens, give_key
from tests.centre.founded import Founded


@pytest.fixture
def cheap_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock keys at the least cost there is."""
    monkeypatch.setitem(at_rest.lock.__kwdefaults__, "log2_cost", 15)


@pytest.fixture
def pens(centre: Founded, anybody_may: None, cheap_locks: None) -> Pens:  # noqa: ARG001 - used for their effect
    for officer in (FEDERAL, REGIONAL, FEDERAL_DUTY, REGIONAL_DUTY):
        give_key(centre, officer)
    return Pens()
