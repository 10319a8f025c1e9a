"""The gap picture from two coverages, without any post."""

from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.gaps.compute import picture_from_layers
from tansiq.gaps.coverage.coarsen import spread
from tansiq.gaps.coverage.errors import CoverageMismatchError
from tansiq.gaps.coverage.lattice import lattice_over
from tansiq.gaps.coverage.making import assumed_in
from tansiq.gaps.coverage.model import Coverage
from tansiq.gaps.model import PartyLayers, Picture
from tansiq.gaps.parameters import settle
from tansiq.gaps.progress import Progress
from tansiq.gaps.workings import Band
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

_SURE_PER_MIN: Final = np.float32(
    60.0
)  # what "all posts" are credited with where nothing is said: better than anything

_OTHER_WINDOW: Final = N_(
    "One coverage is for %(first)s, the other for %(second)s. Both parties must release one window."
)
_OTHER_CELLS: Final = N_("One coverage has cells of %(first)s m, the other of %(second)s m. Agree on one size.")
_OTHER_STALE_LIMIT: Final = N_(
    "One coverage trusts a silent post for %(first)s minutes, the other for %(second)s. Agree on one limit."
)
_OTHER_ASSUMPTIONS: Final = N_("The coverages were made under different assumptions: %(first)s and %(second)s.")


def picture_of_coverages(  # noqa: PLR0913 - what two coverages leave open, all by name
    ground: Ground,
    coverages: tuple[Coverage, Coverage],
    *,
    agreed: Laydown | None = None,
    respond_within_min: float | None = None,
    share_within_min: float | None = None,
    at: datetime | None = None,
    band: Band | None = None,
    ledger: bool = True,
    progress: Progress | None = None,
) -> Picture:
    """Compute the gap picture from what both parties released, as :func:`tansiq.gaps.picture_from_layers` does.

    Parameters
    ----------
    ground
        The ground package both coverages were made on.
    coverages
        One of each party, of one window and one cell size.
    agreed
        Title, parties (in any order) and terms; its posts, if any, are not looked at, and its stale limit must be the
        coverages' own. None names the parties by their ids and takes the usual figures.
    respond_within_min, share_within_min
        Figures [min] that take the place of the terms.
    at
        The moment the picture is true for (aware); None takes the later of the coverages'. A coverage that is not
        valid then is not trusted: what it alone would hold is unknown.
    band, ledger, progress
        As for :func:`tansiq.gaps.picture_from_layers`. Measures that change a post are left out.

    Returns
    -------
    Picture
        Its laydown has no posts; nearest elements name none. ``seen_by`` is 1 where some post sees all of the coarse
        cell.

    Raises
    ------
    CoverageMismatchError
        If the coverages do not fit each other, the ground or the parties.
    UsageError, BadInputError, BadGroundError
        As for :func:`tansiq.gaps.picture` and :func:`tansiq.gaps.picture_from_layers`.
    """
    _check_pair(*coverages)
    for coverage in coverages:
        _check_on(ground, coverage)
    laydown = _laydown(coverages, agreed)
    moment = at or max(coverage.at for coverage in coverages)
    parameters, notices = settle(
        ground,
        laydown,
        window=coverages[0].window,
        respond_within_min=respond_within_min,
        share_within_min=share_within_min,
        at=moment,
    )
    if assumed_in(parameters) != coverages[0].assumed:
        raise CoverageMismatchError(N_("The coverages were made under other assumptions than this version's."))
    layers = layers_of_coverage(ground, coverages[0], moment), layers_of_coverage(ground, coverages[1], moment)
    return picture_from_layers(
        ground,
        laydown,
        layers,
        parameters,
        unsure=ground.area & ~np.isfinite(ground.elevation_m),
        band=band,
        ledger=ledger,
        notices=(*notices, *_notices(coverages, moment)),
        progress=progress,
    )


def layers_of_coverage(ground: Ground, coverage: Coverage, moment: datetime) -> PartyLayers:
    """Return a coverage as layers on the ground's grid: every cell has the value of its coarse cell.

    Where nothing is said, and where it was said for another time than ``moment``, confirmed posts see and reach
    nothing, so that nothing is held by it. Where nothing is said, all posts might see and be there at once: that ground
    is unknown unless the other party holds it.
    """
    trusted = coverage.trusted(moment)
    said = coverage.said()
    rate_all = np.where(said, coverage.rate_per_min(every=True), _SURE_PER_MIN)
    minutes_all = np.where(said, coverage.minutes(every=True), np.float32(0))
    rate = coverage.rate_per_min() if trusted else np.zeros_like(rate_all)
    minutes = coverage.minutes() if trusted else np.full_like(minutes_all, np.inf)

    def fine(coarse: NDArray[np.float32]) -> NDArray[np.float32]:
        return spread(ground, coverage.cell_m, coarse.astype(np.float32))

    seen = fine(np.where(said, rate_all, np.float32(0))) > 0
    return PartyLayers(
        coverage.party, seen.astype(np.uint16), fine(rate), fine(rate_all), fine(minutes), fine(minutes_all)
    )


def _laydown(coverages: tuple[Coverage, Coverage], agreed: Laydown | None) -> Laydown:
    """Return a laydown without posts: the parties in the coverages' order, under the agreement's terms."""
    first, second = coverages
    given = agreed or _unnamed(first, second)
    named = {party.id: party for party in given.parties}
    if set(named) != {first.party, second.party}:
        raise CoverageMismatchError(
            N_("The coverages are those of %(given)s; the parties are %(expected)s."),
            given=f"{first.party}, {second.party}",
            expected=", ".join(named),
        )
    if given.terms.stale_after_h * 60 != first.assumed.stale_after_min:
        raise CoverageMismatchError(
            N_("The coverages trust posts for %(given)s minutes, the agreement for %(agreed)s."),
            given=first.assumed.stale_after_min,
            agreed=f"{given.terms.stale_after_h * 60:g}",
        )
    return Laydown(
        title=given.title,
        parties=(named[first.party], named[second.party]),
        posts=(),
        as_of=max(first.at, second.at),
        fictional=given.fictional or first.fictional or second.fictional,
        terms=given.terms,
    )


def _unnamed(first: Coverage, second: Coverage) -> Laydown:
    parties = Party(first.party, Names(first.party)), Party(second.party, Names(second.party))
    terms = Terms(stale_after_h=first.assumed.stale_after_min / 60)
    return Laydown(Names(), parties, (), fictional=first.fictional or second.fictional, terms=terms)


def _check_pair(first: Coverage, second: Coverage) -> None:
    if first.party == second.party:
        raise CoverageMismatchError(
            N_("Both coverages are those of %(party)s. Give one of each party."), party=first.party
        )
    alike = (
        (first.window, second.window, _OTHER_WINDOW),
        (first.cell_m, second.cell_m, _OTHER_CELLS),
        (first.assumed.stale_after_min, second.assumed.stale_after_min, _OTHER_STALE_LIMIT),
        (first.assumed, second.assumed, _OTHER_ASSUMPTIONS),
    )
    for one, other, refusal in alike:
        if one != other:
            raise CoverageMismatchError(refusal, first=one, second=other)


def _check_on(ground: Ground, coverage: Coverage) -> None:
    if coverage.ground != ground.sha256:
        raise CoverageMismatchError(
            N_("The coverage of %(party)s was made on another ground than %(ground)s. Both must use the same package."),
            party=coverage.party,
            ground=ground.name,
        )
    if coverage.cell_m < ground.grid.cell_m or coverage.lattice != lattice_over(ground.grid, coverage.cell_m):
        raise CoverageMismatchError(
            N_("The cells of the coverage of %(party)s do not lie on the ground %(ground)s."),
            party=coverage.party,
            ground=ground.name,
        )


def _notices(coverages: tuple[Coverage, Coverage], moment: datetime) -> tuple[Notice, ...]:
    told = [_from_coverage(coverages)]
    for coverage in coverages:
        fields = {"party": coverage.party, "at": coverage.at.isoformat(), "until": coverage.valid_until.isoformat()}
        if coverage.draws:
            text = N_("%(party)s moved its posts within their cells: some ground shown as held may not be.")
            told.append(Notice("coverage-moved", text, fields))
        if not coverage.trusted(moment):
            text = N_("The coverage of %(party)s holds from %(at)s to %(until)s: at another time it is not trusted.")
            told.append(Notice("coverage-not-valid", text, fields))
    return tuple(told)


def _from_coverage(coverages: tuple[Coverage, Coverage]) -> Notice:
    text = N_(
        "Made from coverages on cells of %(cell)s m, without posts: ground that is held only in part of a cell is not "
        "shown as held, and measures that change a post are left out."
    )
    return Notice("from-coverage", text, {"cell": coverages[0].cell_m})
