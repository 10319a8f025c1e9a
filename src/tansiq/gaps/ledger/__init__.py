"""The remedy ledger: what would close the gaps, measure by measure.

Every measure is the picture recomputed with one thing changed (``ledger.trial``); each kind of measure proposes in a
module of its own.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.ledger import confirm, joint_post, partner, reaction, watch, word
from tansiq.gaps.ledger.order import Turn, greedy_order, overlapping
from tansiq.gaps.ledger.proposal import Proposal
from tansiq.gaps.ledger.trial import Effect, Trial
from tansiq.gaps.model import Gap, Measure
from tansiq.gaps.progress import Progress
from tansiq.gaps.workings import Workings
from tansiq.language import N_

_TAKES = 0.45  # of the whole picture, for the progress told


def remedy_ledger(workings: Workings, gaps: Sequence[Gap], progress: Progress) -> tuple[Measure, ...]:
    """Return the measures that turn ground or seam to held, best first.

    A measure is placed by what it adds to those above it (``then_km2``, ``then_seam_km``: unions of what each turns by
    itself, so they may be summed; see ``ledger.order`` for what that leaves out). Measures that turn nothing are left
    out.
    """
    proposals = list(
        chain(
            word.propose(workings),
            partner.propose(workings),
            confirm.propose(workings),
            watch.propose(workings),
            reaction.propose(workings, gaps),
            joint_post.propose(workings, gaps),
        )
    )
    trial = Trial(workings)
    tried: list[tuple[Proposal, Effect]] = []
    for number, (proposal, effect) in enumerate(_try_all(workings.hands.at_once, trial, proposals)):
        progress(1.0 - _TAKES * (1.0 - number / len(proposals)), N_("What would close the gaps"))
        if len(effect.slots) or len(effect.lengths):
            tried.append((proposal, effect))
    return _measures(workings, gaps, tried)


def _try_all(workers: int, trial: Trial, proposals: Sequence[Proposal]) -> Iterator[tuple[Proposal, Effect]]:
    """Try each proposal in turn; sight and travel of the next few are prepared beside each other."""
    waiting = iter(proposals)
    with ThreadPoolExecutor(workers) as pool:
        while batch := list(islice(waiting, 2 * workers)):
            changes = pool.map(lambda proposal: proposal.prepare(), batch)
            for proposal, change in zip(batch, changes, strict=True):
                yield proposal, change(trial)


def _measures(workings: Workings, gaps: Sequence[Gap], tried: Sequence[tuple[Proposal, Effect]]) -> tuple[Measure, ...]:
    band = workings.band
    names = [proposal.id for proposal, _ in tried]
    effects = [effect for _, effect in tried]
    overlaps = overlapping(effects, len(workings.state))
    turns = greedy_order(names, effects, len(workings.state), band.length_km)
    return tuple(
        _measure(workings, gaps, *tried[turn.index], turn, [names[i] for i in overlaps[turn.index]]) for turn in turns
    )


def _measure(
    workings: Workings, gaps: Sequence[Gap], proposal: Proposal, effect: Effect, turn: Turn, overlaps: list[str]
) -> Measure:
    band = workings.band
    return Measure(
        id=proposal.id,
        kind=proposal.kind,
        subject=proposal.subject,
        post=effect.post or proposal.post,
        km2=len(effect.slots) * band.cell_km2,
        seam_km=float(band.length_km[effect.lengths].sum()),
        residents=_residents(workings, effect.slots),
        then_km2=turn.cells * band.cell_km2,
        then_seam_km=turn.seam_km,
        gaps=_gaps(workings, gaps, effect),
        overlaps=tuple(sorted(overlaps)),
    )


def _residents(workings: Workings, slots: NDArray[np.int64]) -> int | None:
    if not len(slots):
        return None
    at = np.minimum(np.searchsorted(slots, workings.places.slot), len(slots) - 1)
    return workings.places.living(np.flatnonzero(slots[at] == workings.places.slot))


def _gaps(workings: Workings, gaps: Sequence[Gap], effect: Effect) -> tuple[str, ...]:
    """Return the ids of the gaps in whose strips ground, or whose lengths, turn to held."""
    strips = np.union1d(workings.band.strips.of_slots(effect.slots), effect.lengths)
    return tuple(
        gap.id
        for gap, run in zip(gaps, workings.runs, strict=True)
        if np.searchsorted(strips, run.first) < np.searchsorted(strips, run.last, side="right")
    )
