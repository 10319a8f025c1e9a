"""Measure: in a sector where each party answers only its own sightings, the partner may respond."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from tansiq.gaps.ledger.proposal import Proposal
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.workings import Workings


def propose(workings: Workings) -> Iterator[Proposal]:
    """Propose to lift the rule in each sector that has it; the subject is the sector's id."""
    closed = {sector.id for sector in workings.parameters.terms.sectors if not sector.partner_may_respond}
    for sector_id in sorted(closed):
        yield Proposal(f"partner-{sector_id}", "partner", sector_id, _change(workings, sector_id))


def _change(workings: Workings, sector_id: str) -> Callable[[], Callable[[Trial], Effect]]:
    named = np.array([sector.id == sector_id for sector in workings.parameters.terms.sectors])
    inside = named[workings.rules.sector]
    rules = replace(workings.rules, partner=workings.rules.partner | inside)
    return lambda: lambda trial: trial.of_rules(rules, np.flatnonzero(inside))
