"""The gap picture: from ground and forces to states, gaps and what would close them."""

from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.domain.time import Window
from tansiq.errors import BadInputError
from tansiq.gaps.describe import describe
from tansiq.gaps.evidence import gather
from tansiq.gaps.layers import cut_off, party_layers, unsure_cells
from tansiq.gaps.ledger import remedy_ledger
from tansiq.gaps.model import Parameters, PartyLayers, Picture
from tansiq.gaps.outcome import lengths_of, state_on_grid, uncrossed
from tansiq.gaps.parameters import settle
from tansiq.gaps.people import find_incidents, find_places
from tansiq.gaps.posts import no_posts, place_posts
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.rules import lay_rules
from tansiq.gaps.runs import unheld_runs
from tansiq.gaps.sharing import sharing_curve
from tansiq.gaps.states import cell_states, length_states
from tansiq.gaps.workers.hands import THIS_MACHINE, Hands
from tansiq.gaps.workers.layers import party_layers_on, unsure_cells_on
from tansiq.gaps.workings import Band, Workings, prepare
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

_SEEN: Final = 0.3  # share of the whole, for the progress told


def picture(  # noqa: PLR0913 - every figure of the picture, all but its two inputs by name
    ground: Ground,
    laydown: Laydown,
    *,
    window: Window | str = Window.DAY,
    respond_within_min: float | None = None,
    share_within_min: float | None = None,
    stale_after_h: float | None = None,
    at: datetime | None = None,
    ledger: bool = True,
    hands: Hands = THIS_MACHINE,
    progress: Progress | None = None,
) -> Picture:
    """Compute where the ground between two forces is not held, why, and what would close it.

    Parameters
    ----------
    ground
        An opened ground package.
    laydown
        The two parties' posts under their terms.
    window
        ``day`` or ``night``.
    respond_within_min, share_within_min, stale_after_h
        Figures [min, min, h] that take the place of the laydown's terms; None keeps those.
    at
        The moment the picture is true for (aware); None takes the laydown's, else the latest confirmation.
    ledger
        False leaves the remedy ledger empty, which takes a fraction of the time.
    hands
        Who computes (``tansiq.gaps.workers``).
    progress
        Told what is being done and the share done.

    Returns
    -------
    Picture
        The same for the same inputs, to the byte.

    Raises
    ------
    UsageError
        For a window, figure or moment that makes no sense.
    BadInputError
        For a post that is not on the ground, stands on no-data or belongs to neither party; for overlapping sectors.
    BadGroundError
        For a ground package that contradicts itself.
    ClusterError
        If the cluster that ``hands`` belong to does not come to an end.
    """
    tell = progress or say_nothing
    parameters, notices = settle(
        ground,
        laydown,
        window=window,
        respond_within_min=respond_within_min,
        share_within_min=share_within_min,
        stale_after_h=stale_after_h,
        at=at,
    )
    layers, unsure = _seen_and_reached(hands, ground, laydown, parameters, tell)
    notices = (*notices, *no_posts(laydown), *cut_off(ground, laydown, parameters))
    return picture_from_layers(
        ground, laydown, layers, parameters,
        unsure=unsure, ledger=ledger, hands=hands, notices=notices, progress=progress,
    )  # fmt: skip


def _seen_and_reached(
    hands: Hands, ground: Ground, laydown: Laydown, parameters: Parameters, tell: Progress
) -> tuple[tuple[PartyLayers, PartyLayers], NDArray[np.bool_]]:
    doing = N_("What each party sees and reaches")
    tell(0.0, doing)
    if hands is THIS_MACHINE:  # in one pass over all posts, which is quicker than piece by piece
        return party_layers(ground, laydown, parameters), unsure_cells(ground, laydown, parameters)
    layers = party_layers_on(hands, ground, laydown, parameters, lambda done: tell(_SEEN * done, doing))
    return layers, unsure_cells_on(hands, ground, laydown, parameters)


def picture_from_layers(  # noqa: PLR0913 - four inputs, the rest by name
    ground: Ground,
    laydown: Laydown,
    layers: tuple[PartyLayers, PartyLayers],
    parameters: Parameters,
    *,
    unsure: NDArray[np.bool_] | None = None,
    band: Band | None = None,
    ledger: bool = True,
    hands: Hands = THIS_MACHINE,
    notices: tuple[Notice, ...] = (),
    progress: Progress | None = None,
) -> Picture:
    """Compute the picture from each party's rasters alone, so that posts need not be known.

    Parameters
    ----------
    ground
        An opened ground package.
    laydown
        The parties in the order of ``layers``. Its posts, if any, only name the nearest elements and feed those
        measures of the ledger that change a post.
    layers
        What each party sees and reaches.
    parameters
        What is assumed; sectors cover the seam (see ``tansiq.gaps.parameters.settle``).
    unsure
        bool [rows, cols]: cells whose verdict depends on missing elevation; None if that is not known.
    band
        The ground as prepared by ``tansiq.gaps.workings.prepare``; None prepares it.
    ledger
        False leaves the remedy ledger empty.
    hands
        Who computes what the ledger's measures see and reach.
    notices
        What to tell beside the ground's own notices.
    progress
        Told what is being done and the share done.

    Raises
    ------
    BadInputError
        If the layers do not fit the ground or the parties, or a post is not on the ground.
    BadGroundError
        For a ground package that contradicts itself.
    """
    tell = progress or say_nothing
    _check(ground, laydown, layers)
    tell(_SEEN, N_("States of ground and seam"))
    workings, workings_notices = _work(band or prepare(ground), laydown, layers, parameters, hands)
    tell(0.4, N_("Gaps and pockets"))
    described = describe(workings)
    gaps = tuple(described.gaps.values())
    tell(0.5, N_("What sharing would hold"))
    curve = sharing_curve(workings)
    tell(0.55, N_("What would close the gaps"))
    measures = remedy_ledger(workings, gaps, tell) if ledger else ()
    tell(1.0, N_("Done"))
    return Picture(
        ground=ground,
        laydown=laydown,
        parameters=parameters,
        layers=layers,
        state=state_on_grid(workings),
        unsure=np.zeros(ground.grid.shape, np.bool_) if unsure is None else unsure,
        lengths=lengths_of(workings, workings.band.lengths),
        gaps=gaps,
        pockets=tuple(described.pockets.values()),
        ledger=measures,
        sharing_curve=curve,
        notices=(*ground.notices, *notices, *workings_notices, *described.notices),
    )


def _check(ground: Ground, laydown: Laydown, layers: tuple[PartyLayers, PartyLayers]) -> None:
    for party, layer in zip(laydown.parties, layers, strict=True):
        if layer.party != party.id:
            raise BadInputError(
                N_("Layers of %(given)s stand where those of %(expected)s belong. Give them in the laydown's order."),
                given=layer.party,
                expected=party.id,
            )
        rasters = (layer.seen_by, layer.rate_per_min, layer.rate_all_per_min, layer.minutes, layer.minutes_all)
        if any(raster.shape != ground.grid.shape for raster in rasters):
            raise BadInputError(
                N_("The layers of %(party)s do not have the %(rows)s x %(cols)s cells of the ground. Resample them."),
                party=party.id,
                rows=ground.grid.rows,
                cols=ground.grid.cols,
            )


def _work(
    band: Band, laydown: Laydown, layers: tuple[PartyLayers, PartyLayers], parameters: Parameters, hands: Hands
) -> tuple[Workings, tuple[Notice, ...]]:
    ground = band.ground
    placed, place_notices = place_posts(ground, laydown)
    incidents, incident_notices = find_incidents(ground, band.strips, parameters.at)
    evidence = gather(band.strips, layers)
    rules = lay_rules(parameters, ground.seam)
    crossings = length_states(band.lanes, evidence, rules, parameters.seen_at_least, band.lengths)
    workings = Workings(
        band=band,
        laydown=laydown,
        placed=placed,
        parameters=parameters,
        rules=rules,
        evidence=evidence,
        state=cell_states(band.strips, evidence, rules),
        crossings=crossings,
        runs=unheld_runs(crossings.state, rules.sector),
        places=find_places(ground, band.strips),
        incidents=incidents,
        hands=hands,
    )
    return workings, (*place_notices, *incident_notices, *uncrossed(band))
