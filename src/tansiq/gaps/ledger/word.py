"""Measure: word of a sighting passes faster than now."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from tansiq.gaps.ledger.proposal import Proposal
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.workings import Workings

FASTER_MIN: Final = (30, 15, 10, 5, 2)


def propose(workings: Workings) -> Iterator[Proposal]:
    """Propose each faster time in :data:`FASTER_MIN`; the subject is the minutes."""
    for minutes in FASTER_MIN:
        if minutes < workings.rules.share_min:
            yield Proposal(f"word-{minutes}", "word", str(minutes), _change(workings, float(minutes)))


def _change(workings: Workings, share_min: float) -> Callable[[], Callable[[Trial], Effect]]:
    rules = replace(workings.rules, share_min=share_min)
    every = workings.band.strips.every
    return lambda: lambda trial: trial.of_rules(rules, every)
