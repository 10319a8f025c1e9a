"""The sampled run: how sure a picture is, and which assumption matters most."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tansiq.domain.laydown import Laydown
from tansiq.errors import UsageError
from tansiq.gaps.identity import gap_id
from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import place_posts
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.runs import Run, unheld_runs
from tansiq.gaps.spread.assumptions import Spreads
from tansiq.gaps.spread.design import POSTS_OF, Design, draw
from tansiq.gaps.spread.influence import share_intervals, variance_shares
from tansiq.gaps.spread.model import GapSureness, Influence, Interval, Spreading, Sureness
from tansiq.gaps.spread.sampling import Held, Sampler
from tansiq.gaps.spread.wilson import shares
from tansiq.gaps.workings import Band, prepare
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

SAMPLES: Final = 200
FEWEST: Final = 2
MOST: Final = 100_000
_FEW: Final = 100
SEED: Final = 1
ROBUST_FROM: Final = 0.95
_ROUNDING: Final = 1e-9  # 95 of 100 samples are 0.95 of them
_SAMPLING: Final = N_("Sampled pictures")


def spread_of(  # noqa: PLR0913 - four inputs, the rest by name
    ground: Ground,
    laydown: Laydown,
    parameters: Parameters,
    spreads: Spreads | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    influences: bool = True,
    band: Band | None = None,
    progress: Progress | None = None,
) -> Sureness:
    """Compute the picture many times over, each time with other figures for what it assumes.

    Parameters
    ----------
    ground, laydown, parameters
        What the picture is made from (see ``tansiq.gaps.settle``).
    spreads
        How far each assumption may be off; None takes the defaults.
    samples
        How many pictures.
    seed
        Of the draws, 0 or more.
    influences
        Whether to tell which assumption matters most. That computes half as many pictures again for every assumption.
    band
        The ground as prepared by ``tansiq.gaps.prepare``; None prepares it.
    progress
        Told what is being done and the share done, at every picture; may raise to stop.

    Returns
    -------
    Sureness
        The same for the same inputs and seed, to the byte, whatever the number of threads.

    Raises
    ------
    UsageError
        For a number of samples or a seed that cannot be.
    BadInputError
        For a post that is not on the ground or belongs to neither party.
    BadGroundError
        For a ground package that contradicts itself, or so fine that travel times would not fit into memory.
    """
    _check(samples, seed)
    tell = progress or say_nothing
    tell(0.0, N_("Travel of every element"))
    made = band or prepare(ground)
    placed, _ = place_posts(ground, laydown)  # whose notices the picture gives
    design = draw(placed, parameters, spreads or Spreads(), samples, seed)
    figures = design.samples()
    sampler = Sampler(made, placed, parameters, [design.stated, *figures])
    counted = _count(sampler, design, made, tell, influences=influences)
    return Sureness(
        parameters=parameters,
        spreads=spreads or Spreads(),
        seed=seed,
        samples=samples,
        computed=counted.computed,
        figures=figures,
        robust_from=ROBUST_FROM,
        unheld_count=_on_grid(made, counted.unheld),
        gap_probability=_probability(made, counted.unheld, samples),
        lengths=shares((~counted.lengths).sum(axis=0), samples),
        stated_held=counted.stated.lengths,
        gaps=_gaps(made, parameters, sampler, counted),
        seam_km=_spreading(design, counted, 0, seed),
        km2=_spreading(design, counted, 1, seed),
        notices=tuple(_notices(design, counted)),
    )


def _check(samples: int, seed: int) -> None:
    if not FEWEST <= samples <= MOST:
        template = N_("%(samples)s samples were asked for. Ask for %(fewest)s to %(most)s.")
        raise UsageError(template, samples=samples, fewest=FEWEST, most=MOST)
    if seed < 0:
        raise UsageError(N_("The seed is %(seed)s. Give a whole number of 0 or more."), seed=seed)


@dataclass(frozen=True)
class _Counted:
    """What came out of all samples.

    ``unheld`` uint32 [slots]; ``lengths`` bool [samples, lengths] held; ``results`` float64 [samples, 2], km of seam
    and km2 held; ``mixed`` float64 [assumptions, rows, 2], the same of mixed rows; ``stated`` with its results.
    """

    stated: Held
    stated_results: tuple[float, float]
    unheld: NDArray[np.uint32]
    lengths: NDArray[np.bool_]
    results: NDArray[np.float64]
    mixed: NDArray[np.float64]
    computed: int


def _count(sampler: Sampler, design: Design, band: Band, tell: Progress, *, influences: bool) -> _Counted:
    rows, fewer = len(design.a), len(design.b)
    samples, groups = design.samples(), design.groups if influences else ()
    unheld = np.zeros(len(band.strips.cells), np.uint32)
    lengths = np.zeros((rows + fewer, len(band.lengths)), np.bool_)
    results = np.zeros((rows + fewer, 2))
    mixed = np.zeros((len(groups), fewer, 2))
    stated = sampler.held(design.stated)
    total, done = rows + fewer + mixed.shape[0] * fewer, 0

    def result(held: Held) -> tuple[float, float]:
        nonlocal done
        done += 1
        tell(0.1 + 0.9 * done / total, _SAMPLING)
        return _results(band, held)

    for n in range(rows):
        for sample in (rows + n, n) if n < fewer else (n,):  # A's row last: the mixed rows share with it
            held = sampler.held(samples[sample], unheld, base=sample == n)
            lengths[sample], results[sample] = held.lengths, result(held)
        for i, group in enumerate(groups if n < fewer else ()):
            mixed[i, n] = result(sampler.held(design.mixed(n, group)))
    return _Counted(stated, _results(band, stated), unheld, lengths, results, mixed, done)


def _results(band: Band, held: Held) -> tuple[float, float]:
    return float(band.length_km[held.lengths].sum()), held.km2


def _on_grid(band: Band, unheld: NDArray[np.uint32]) -> NDArray[np.uint32]:
    grid = band.ground.grid
    count = np.zeros(grid.rows * grid.cols, np.uint32)
    count[band.strips.cells] = unheld
    return count.reshape(grid.shape)


def _probability(band: Band, unheld: NDArray[np.uint32], samples: int) -> NDArray[np.float32]:
    grid = band.ground.grid
    share = np.full(grid.rows * grid.cols, np.nan, np.float32)
    share[band.strips.cells] = (unheld / samples).astype(np.float32)
    return share.reshape(grid.shape)


def _gaps(band: Band, parameters: Parameters, sampler: Sampler, counted: _Counted) -> tuple[GapSureness, ...]:
    sector = sampler.rules.sector
    state = np.where(counted.stated.lengths, np.uint8(1), np.uint8(5)).astype(np.uint8)  # held or not is all runs ask
    runs = unheld_runs(state, sector) if band.ground.seam is not None else ()
    names = [parameters.terms.sectors[sector[run.first]].id for run in runs]
    return tuple(_gap(band, run, name, counted) for run, name in zip(runs, names, strict=True))


def _gap(band: Band, run: Run, sector: str, counted: _Counted) -> GapSureness:
    km = band.length_km[run.strips]
    unheld = ~counted.lengths[:, run.strips]
    samples = len(unheld)
    enough = math.ceil(ROBUST_FROM * samples - _ROUNDING)
    still = unheld @ km >= km.sum() / 2
    told = np.array([still.sum(), unheld.all(axis=1).sum(), unheld.any(axis=1).sum()])
    mostly, whole, anywhere = shares(told, samples)
    return GapSureness(
        id=gap_id(sector, band.from_km[run.strips].tolist()),
        sector=sector,
        from_km=float(band.from_km[run.first]),
        to_km=float(band.to_km[run.last]),
        length_km=float(km.sum()),
        unheld=mostly,
        whole=whole,
        anywhere=anywhere,
        robust_km=float(km[unheld.sum(axis=0) >= enough].sum()),
        robust=mostly.count >= enough,
    )


def _spreading(design: Design, counted: _Counted, which: int, seed: int) -> Spreading:
    """Return the results in column ``which``: 0 is km of seam, 1 is km2."""
    values = counted.results[:, which].copy()
    return Spreading(
        counted.stated_results[which], values, _influences(design, values, counted.mixed[..., which], seed)
    )


def _influences(
    design: Design, values: NDArray[np.float64], y_mixed: NDArray[np.float64], seed: int
) -> tuple[Influence, ...]:
    if not len(y_mixed):
        return ()
    rows, fewer = len(design.a), len(design.b)
    y_a, y_b = values[:fewer], values[rows:]
    first, total = variance_shares(y_a, y_b, y_mixed)
    first_bounds, total_bounds = share_intervals(y_a, y_b, y_mixed, seed)
    drawn = np.concatenate([design.a, design.b])
    told = [
        Influence(
            group.name,
            Interval(float(first[i]), *first_bounds[:, i].tolist()),
            Interval(float(total[i]), *total_bounds[:, i].tolist()),
            None if group.name in POSTS_OF else _rank_correlation(drawn[:, group.columns.start], values),
        )
        for i, group in enumerate(design.groups)
    ]
    return tuple(sorted(told, key=lambda one: -np.nan_to_num(one.total.value)))


def _rank_correlation(drawn: NDArray[np.float64], values: NDArray[np.float64]) -> float | None:
    """Return Spearman's coefficient, None where one of the two is the same throughout."""
    if np.ptp(drawn) == 0 or np.ptp(values) == 0:
        return None
    return float(np.corrcoef(rankdata(drawn), rankdata(values))[0, 1])


def _notices(design: Design, counted: _Counted) -> Sequence[Notice]:
    said = []
    if not design.groups:
        said.append(Notice("nothing-varies", N_("No assumption has a spread: every sample is the picture itself."), {}))
    if len(counted.results) < _FEW:
        template = N_("%(samples)s samples tell little of what is robust; ask for %(enough)s or more.")
        said.append(Notice("few-samples", template, {"samples": len(counted.results), "enough": _FEW}))
    return said
