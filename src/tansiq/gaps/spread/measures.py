"""What the remedy ledger's measures still do in the samples.

A measure is tried on a sample as the ledger tries it on the picture: one thing is changed, all else is the sample's.
Its own figures spread like the others: word promised in 10 minutes takes 10 times ``share_times``, a joint post sees
``range_times`` the usual range. Two things no measure changes: an element sent to a post that is away answers nothing,
and confirming a post that is not there confirms nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.gaps.evidence import Evidence
from tansiq.gaps.layers import watcher
from tansiq.gaps.ledger.joint_post import READY_MIN
from tansiq.gaps.ledger.proposal import post_additions, reached_from, seen_by_watcher
from tansiq.gaps.ledger.reaction import _pattern
from tansiq.gaps.ledger.trial import Addition, Arrival, Effect, Sight, Trial
from tansiq.gaps.model import Measure, Parameters
from tansiq.gaps.people import Places
from tansiq.gaps.posts import PlacedPost, place_posts
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.spread.figures import Figures, as_stated, post_in_sample
from tansiq.gaps.spread.model import MeasureSureness
from tansiq.gaps.spread.sampling import Sampler
from tansiq.gaps.spread.wilson import shares
from tansiq.gaps.states import cell_states, length_states
from tansiq.gaps.workings import Band, Workings, prepare
from tansiq.ground.model import Ground
from tansiq.language import N_

MEASURED: Final = 50  # samples; a hundred measures cost about as much in each as ten pictures
_TRYING: Final = N_("Measures in sampled pictures")
_NOBODY: Final = Places(np.empty(0, np.int64), np.empty(0), ())


def measures_in_samples(
    ground: Ground,
    laydown: Laydown,
    parameters: Parameters,
    figures: Sequence[Figures],
    measures: Sequence[Measure],
    *,
    band: Band | None = None,
    progress: Progress | None = None,
) -> tuple[MeasureSureness, ...]:
    """Return what each measure turns to held in each sample.

    Parameters
    ----------
    ground, laydown, parameters
        As for ``spread_of``.
    figures
        The samples, at least one, such as the first :data:`MEASURED` of ``Sureness.figures``.
    measures
        The ledger of the picture of the same inputs.
    band
        The ground as prepared by ``tansiq.gaps.prepare``; None prepares it.
    progress
        Told what is being done and the share done, at every sample; may raise to stop.

    Raises
    ------
    BadInputError, BadGroundError
        As ``spread_of``.
    """
    tell = progress or say_nothing
    made = band or prepare(ground)
    placed, _ = place_posts(ground, laydown)
    sampler = Sampler(made, placed, parameters, figures)
    km2 = np.zeros((len(measures), len(figures)))
    seam_km = np.zeros((len(measures), len(figures)))
    for n, one in enumerate(figures):
        tell(n / len(figures), _TRYING)
        sample = _Sample(made, laydown, placed, parameters, sampler, one)
        for i, measure in enumerate(measures):
            km2[i, n], seam_km[i, n] = sample.gain(measure)
    tell(1.0, _TRYING)
    turns = shares(((km2 > 0) | (seam_km > 0)).sum(axis=1), len(figures))
    return tuple(MeasureSureness(one.id, km2[i], seam_km[i], turns[i]) for i, one in enumerate(measures))


@dataclass(frozen=True)
class _Scene:
    """What a sample is made from."""

    band: Band
    placed: tuple[PlacedPost, ...]
    parameters: Parameters


class _Sample:
    """One sample, on which measures are tried from the same start."""

    def __init__(
        self,
        band: Band,
        laydown: Laydown,
        placed: tuple[PlacedPost, ...],
        parameters: Parameters,
        sampler: Sampler,
        figures: Figures,
    ) -> None:
        self._scene = _Scene(band, placed, parameters)
        self._sampler = sampler
        self._figures = figures
        self._workings = _workings(self._scene, laydown, sampler, figures)
        self._trial = Trial(self._workings)
        self._index = {one.post.id: n for n, one in enumerate(placed)}

    def gain(self, measure: Measure) -> tuple[float, float]:
        """Return the ground [km2] and the seam [km] that ``measure`` turns to held."""
        if measure.kind == "confirm":
            return self._known(self._index[measure.subject])
        effect = self._tried(measure)
        band = self._scene.band
        return len(effect.slots) * band.cell_km2, float(band.length_km[effect.lengths].sum())

    def _tried(self, measure: Measure) -> Effect:
        match measure.kind:
            case "word":
                return self._word(measure)
            case "partner":
                return self._partner(measure)
            case "watch":
                return self._watch(measure)
            case "reaction":
                return self._reaction(measure)
            case "joint_post":
                return self._joint_post(measure)
            case _:
                message = f"no sample can try a measure of kind {measure.kind}"
                raise ValueError(message)

    def _known(self, n: int) -> tuple[float, float]:
        """Return what a post holds that is there: without being confirmed it would not be trusted with it."""
        if n not in self._figures.present:
            return 0.0, 0.0
        without = replace(self._figures, present=tuple(i for i in self._figures.present if i != n))
        before, after = self._sampler.held(without), self._sampler.held(self._figures)
        turned = after.lengths & ~before.lengths
        return after.km2 - before.km2, float(self._scene.band.length_km[turned].sum())

    def _word(self, measure: Measure) -> Effect:
        promised = replace(self._workings.rules, share_min=float(measure.subject) * self._figures.share_times)
        return self._trial.of_rules(promised, self._scene.band.strips.every)

    def _partner(self, measure: Measure) -> Effect:
        rules = self._workings.rules
        named = np.array([sector.id == measure.subject for sector in self._scene.parameters.terms.sectors])
        inside = named[rules.sector]
        return self._trial.of_rules(replace(rules, partner=rules.partner | inside), np.flatnonzero(inside))

    def _watch(self, measure: Measure) -> Effect:
        one = self._scene.placed[self._index[measure.subject]]
        post = post_in_sample(one.post, self._scene.parameters, self._figures)
        return self._trial.of_additions(post_additions(self._workings, replace(one, post=post)))

    def _reaction(self, measure: Measure) -> Effect:
        n = self._index[measure.subject]
        if n not in self._figures.present:
            return Effect(np.empty(0, np.int64), np.empty(0, np.int64))
        one = self._scene.placed[n]
        element = _pattern(list(self._trusted()), one)
        ready_min = element.ready_min * self._figures.ready_times
        arrival = reached_from(self._workings, one.party, (one.row, one.col), element.mode, ready_min)
        return self._trial.of_additions([arrival])

    def _trusted(self) -> Iterator[PlacedPost]:
        parameters = self._scene.parameters
        return (one for one in self._scene.placed if one.on_watch(parameters) and one.confirmed(parameters))

    def _joint_post(self, measure: Measure) -> Effect:
        if measure.post is None:
            message = "a joint post needs a place"
            raise RuntimeError(message)
        grid = self._scene.band.ground.grid
        row, col = (int(at) for at in grid.cells_from_xy(*measure.post))
        usual = post_in_sample(Post("", "", Names(), 0.0, 0.0), self._scene.parameters, self._figures)
        watching = watcher(PlacedPost(usual, 0, row, col), self._workings.parameters)
        arrival = reached_from(self._workings, 0, (row, col), "vehicle", READY_MIN * self._figures.ready_times)
        sight = seen_by_watcher(self._workings, 0, watching)
        additions: list[Addition] = [arrival, Arrival(1, arrival.slots, arrival.minutes), *self._shared(sight)]
        return self._trial.of_additions(additions)

    def _shared(self, sight: Sight) -> tuple[Sight, Sight]:
        """Give each cell's sight to the party that is there first, as the ledger does: seen once by both."""
        minutes = self._workings.evidence.confirmed.minutes[:, sight.slots]
        second = minutes[1] < minutes[0]
        return (
            Sight(0, sight.slots[~second], sight.rate_per_min[~second]),
            Sight(1, sight.slots[second], sight.rate_per_min[second]),
        )


def _workings(scene: _Scene, laydown: Laydown, sampler: Sampler, figures: Figures) -> Workings:
    """Return what the ledger's trials need to know of a sample; nothing in it is unconfirmed."""
    land, forces, stated = as_stated(scene.band.ground, laydown, scene.parameters, figures)
    band = replace(scene.band, ground=land, lanes=sampler.lanes_in(figures))
    level, rules = sampler.level(figures), sampler.rules_in(figures)
    evidence = Evidence(level, level)
    return Workings(
        band=band,
        laydown=forces,
        placed=(),
        parameters=stated,
        rules=rules,
        evidence=evidence,
        state=cell_states(band.strips, evidence, rules),
        crossings=length_states(band.lanes, evidence, rules, stated.seen_at_least, band.lengths),
        runs=(),
        places=_NOBODY,
        incidents=None,
    )
