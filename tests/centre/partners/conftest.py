"""A joint centre that has adopted an agreement, and keeps links with both parties' own centres."""

from pathlib import Path

import pytest

from tansiq.centre.door import registry
from tansiq.centre.founding.first_records import certify_centre
from tansiq.centre.partners import adopting
from tansiq.journal.keys import write_roots
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.as_files import AsFiles
from tests.centre.partners.linked import PartnerLog


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


@pytest.fixture
def partner(centre: Founded, unproved: None, anybody_may: None, tmp_path: Path) -> AsFiles:  # noqa: ARG001 - used for their effects
    """The federal headquarters, whose log begins with the certificate of its key."""
    roots = {party: (root.signer.key,) for party, root in centre.roots.items()}
    linked.adopt(roots=write_roots(roots).decode())
    log = PartnerLog()
    certificate = certify_centre(centre.identity, "federal", centre.roots["federal"].signer, log.signer.key, linked.AT)
    log.entries.append(certificate)
    return AsFiles(log, tmp_path / "to-bar")
