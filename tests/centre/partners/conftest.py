"""A joint centre that has adopted an agreement, and keeps links with both parties' own centres."""

import pytest

from tansiq.centre.door import registry
from tansiq.centre.partners import adopting
from tests.centre.founded import Founded
from tests.centre.partners import linked


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take terms without the proof behind them: for tests that are about something else."""
    rules = registry.rules_of("adopted_agreement/1")
    assert rules.check is adopting.check_adoption
    loose = registry.Rules(rules.kind, rules.written_by, registry.accept_anything, rules.project)
    monkeypatch.setitem(registry._RULES, "adopted_agreement", loose)


@pytest.fixture
def bar(centre: Founded, unproved: None, anybody_may: None) -> Founded:  # noqa: ARG001 - used for their effects
    """The joint centre, linked."""
    linked.adopt()
    return centre
