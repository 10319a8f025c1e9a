"""What each party sees and reaches, as rasters made from its posts."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Mode
from tansiq.gaps.detection import Watcher, detection_layers
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.posts import PlacedPost, place_posts
from tansiq.gaps.travel import travel_minutes
from tansiq.gaps.visibility import reaches_past_grid
from tansiq.gaps.visibility import unsure_cells as cells_depending_on_missing
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

MODES: Final[tuple[Mode, ...]] = ("foot", "vehicle")


def party_layers(ground: Ground, laydown: Laydown, parameters: Parameters) -> tuple[PartyLayers, PartyLayers]:
    """Return what each party sees and reaches, in the laydown's order of parties.

    Posts that are not manned through the whole window contribute nothing.

    Raises
    ------
    BadInputError
        For a post outside the ground, on a cell without elevation, or of a party that is not one of the two.
    """
    placed, _ = place_posts(ground, laydown)
    on_watch = [one for one in placed if one.on_watch(parameters)]
    first, second = (
        _layers(ground, party.id, [one for one in on_watch if one.party == number], parameters)
        for number, party in enumerate(laydown.parties)
    )
    return first, second


def _layers(ground: Ground, party: str, posts: Sequence[PlacedPost], parameters: Parameters) -> PartyLayers:
    confirmed = [one for one in posts if one.confirmed(parameters)]
    stale = [one for one in posts if not one.confirmed(parameters)]
    seen_by, rate = _seen(ground, confirmed, parameters)
    minutes = minutes_to_arrive(ground, confirmed)
    if not stale:
        return PartyLayers(party, seen_by, rate, rate, minutes, minutes)
    seen_by_stale, rate_stale = _seen(ground, stale, parameters)
    return PartyLayers(
        party,
        seen_by + seen_by_stale,
        rate,
        rate + rate_stale,
        minutes,
        np.minimum(minutes, minutes_to_arrive(ground, stale)),
    )


def watcher(one: PlacedPost, parameters: Parameters) -> Watcher:
    """Return what ``one`` sees with in the picture's window."""
    window = parameters.window
    return Watcher(
        row=one.row,
        col=one.col,
        eye_m=one.post.eye_m,
        range_m=one.post.range_m(window),
        rate_per_min=one.post.detect_per_min(window),
    )


def _seen(
    ground: Ground, posts: Iterable[PlacedPost], parameters: Parameters
) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    return detection_layers(
        ground.elevation_m,
        ground.grid.cell_m,
        [watcher(one, parameters) for one in posts],
        target_m=parameters.target_m,
        refraction=parameters.refraction,
    )


def pace_s_per_m(ground: Ground, mode: Mode) -> NDArray[np.float32]:
    """Return the seconds a reaction element of ``mode`` needs for one metre, float32 [rows, cols]."""
    return ground.foot_s_per_m if mode == "foot" else ground.vehicle_s_per_m


def minutes_to_arrive(ground: Ground, posts: Iterable[PlacedPost]) -> NDArray[np.float32]:
    """Return minutes from alarm until the first reaction element of ``posts`` arrives, float32 [rows, cols].

    Time to leave included; inf where none can come.
    """
    minutes = np.full(ground.grid.shape, np.inf, np.float32)
    elements = [(one, one.post.reaction) for one in posts if one.post.reaction is not None]
    for mode in MODES:
        going = [(one.row, one.col, element.ready_min) for one, element in elements if element.mode == mode]
        if going:
            cells = [(row, col) for row, col, _ in going]
            ready_min = np.array([ready for _, _, ready in going], np.float32)
            reached = travel_minutes(pace_s_per_m(ground, mode), ground.grid.cell_m, cells, start_min=ready_min)
            np.minimum(minutes, reached, out=minutes)
    return minutes


def unsure_cells(ground: Ground, laydown: Laydown, parameters: Parameters) -> NDArray[np.bool_]:
    """Return the cells whose verdict for some post depends on missing elevation, bool [rows, cols].

    Raises
    ------
    BadInputError
        As :func:`party_layers`.
    """
    placed, _ = place_posts(ground, laydown)
    watching = [watcher(one, parameters) for one in placed if one.on_watch(parameters)]
    if not watching:
        return np.zeros(ground.grid.shape, np.bool_)
    return cells_depending_on_missing(
        ground.elevation_m,
        ground.grid.cell_m,
        [(one.row, one.col) for one in watching],
        eye_m=[one.eye_m for one in watching],
        target_m=parameters.target_m,
        range_m=[one.range_m for one in watching],
        refraction=parameters.refraction,
    )


def cut_off(ground: Ground, laydown: Laydown, parameters: Parameters) -> tuple[Notice, ...]:
    """Return a notice naming the posts whose range reaches past the ground's edge, if any: less is known than seen."""
    placed, _ = place_posts(ground, laydown)
    watching = [one for one in placed if one.on_watch(parameters)]
    if not watching:
        return ()
    range_m = [watcher(one, parameters).range_m for one in watching]
    cells = [(one.row, one.col) for one in watching]
    past = reaches_past_grid(ground.grid.shape, ground.grid.cell_m, cells, range_m=range_m)
    ids = [one.post.id for one, beyond in zip(watching, past, strict=True) if beyond]
    if not ids:
        return ()
    text = N_("The ground ends within the range of these posts; build it with a wider margin: %(ids)s.")
    return (Notice("ranges-past-ground", text, {"ids": ", ".join(ids)}),)
