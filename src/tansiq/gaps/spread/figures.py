"""The figures of one sample, and the same picture in plain words: ground, laydown and parameters that state them."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.domain.time import Window
from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import PlacedPost
from tansiq.ground.going import vehicle_off_road_s_per_m
from tansiq.ground.model import Ground

# Assumption -> the figure it is drawn for; day and night have one figure, since a picture has one window.
FIGURE_OF: Final = {
    "range_day": "range_times",
    "range_night": "range_times",
    "detection_day": "detection_times",
    "detection_night": "detection_times",
    "eye": "eye_times",
    "target_m": "target_m",
    "refraction": "refraction",
    "crossing_speed": "crossing_speed_times",
    "foot_speed": "foot_speed_times",
    "vehicle_speed": "vehicle_speed_times",
    "ford_foot": "ford_foot",
    "ford_vehicle": "ford_vehicle",
    "ready": "ready_times",
    "share": "share_times",
    "respond": "respond_times",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure that one sample takes. ``times`` multiply what ground, laydown and agreement state.

    Attributes
    ----------
    present
        Indices, in the laydown's order, of the posts that watch and answer: in a sample each post does or does not.
    target_m, refraction
        Height of the person to be seen [m]; refraction coefficient [-].
    range_times, detection_times, eye_times
        For all posts alike.
    crossing_speed_times, foot_speed_times, vehicle_speed_times
        Of somebody who crosses, and of reaction elements.
    ford_foot, ford_vehicle
        Whether elements cross rivers away from roads and bridges, as fast as the ground beside them would allow.
    ready_times, share_times, respond_times
        Minutes until elements leave, until word has passed, and that may pass until somebody arrives.
    """

    present: tuple[int, ...]
    target_m: float
    refraction: float
    range_times: float = 1.0
    detection_times: float = 1.0
    eye_times: float = 1.0
    crossing_speed_times: float = 1.0
    foot_speed_times: float = 1.0
    vehicle_speed_times: float = 1.0
    ford_foot: bool = False
    ford_vehicle: bool = False
    ready_times: float = 1.0
    share_times: float = 1.0
    respond_times: float = 1.0


def stated_figures(placed: tuple[PlacedPost, ...], parameters: Parameters) -> Figures:
    """Return the figures of the picture itself. Only posts confirmed lately can hold, so only they are present."""
    present = [n for n, one in enumerate(placed) if one.on_watch(parameters) and one.confirmed(parameters)]
    return Figures(tuple(present), parameters.target_m, parameters.refraction)


def as_stated(
    ground: Ground, laydown: Laydown, parameters: Parameters, figures: Figures
) -> tuple[Ground, Laydown, Parameters]:
    """Return inputs whose plain picture is the sample: figures multiplied, posts that are away left out.

    What is held in a sample is what is held in this picture; a test holds it to that. Times agree to float32: a
    sample scales travel times, this scales paces and travels again.
    """
    posts = tuple(post_in_sample(laydown.posts[n], parameters, figures) for n in figures.present)
    terms = _terms(parameters.terms, figures)
    stated = replace(parameters, terms=terms, target_m=figures.target_m, refraction=figures.refraction)
    return _ground(ground, figures), replace(laydown, posts=posts, terms=terms), stated


def post_in_sample(post: Post, parameters: Parameters, figures: Figures) -> Post:
    """Return ``post`` as it is in a sample in which it is present."""
    reaction = post.reaction and replace(post.reaction, ready_min=post.reaction.ready_min * figures.ready_times)
    watch: dict[str, float] = {
        "range_day_m": post.range_day_m,
        "range_night_m": post.range_night_m,
        "detect_per_min_day": post.detect_per_min_day,
        "detect_per_min_night": post.detect_per_min_night,
    }
    now = "day" if parameters.window is Window.DAY else "night"
    watch[f"range_{now}_m"] *= figures.range_times
    watch[f"detect_per_min_{now}"] *= figures.detection_times
    return replace(post, **watch, eye_m=post.eye_m * figures.eye_times, reaction=reaction, confirmed_at=parameters.at)  # type: ignore[arg-type]  # the names above are those of numbers


def _terms(terms: Terms, figures: Figures) -> Terms:
    times = figures.respond_times
    sectors = tuple(
        replace(s, respond_within_min=None if s.respond_within_min is None else s.respond_within_min * times)
        for s in terms.sectors
    )
    return replace(
        terms,
        respond_within_min=terms.respond_within_min * times,
        share_within_min=terms.share_within_min * figures.share_times,
        sectors=sectors,
    )


def _ground(ground: Ground, figures: Figures) -> Ground:
    foot = forded_foot_s_per_m(ground) if figures.ford_foot else ground.foot_s_per_m
    vehicle = forded_vehicle_s_per_m(ground) if figures.ford_vehicle else ground.vehicle_s_per_m
    return replace(
        ground,
        walk_s_per_m=_slower(ground.walk_s_per_m, figures.crossing_speed_times),
        foot_s_per_m=_slower(foot, figures.foot_speed_times),
        vehicle_s_per_m=_slower(vehicle, figures.vehicle_speed_times),
    )


def _slower(pace_s_per_m: NDArray[np.float32], speed_times: float) -> NDArray[np.float32]:
    return (pace_s_per_m / np.float32(speed_times)).astype(np.float32)


def _rivers(ground: Ground) -> NDArray[np.bool_]:
    """Return where a river or lake stops elements: known ground on which nobody may go even on foot."""
    return np.asarray(np.isinf(ground.foot_s_per_m) & np.isfinite(ground.walk_s_per_m))


def forded_foot_s_per_m(ground: Ground) -> NDArray[np.float32]:
    """Return the pace on foot [s/m] where rivers can be crossed, float32 [rows, cols]."""
    return np.where(_rivers(ground), ground.walk_s_per_m, ground.foot_s_per_m)


def forded_vehicle_s_per_m(ground: Ground) -> NDArray[np.float32]:
    """Return the pace in vehicles [s/m] where rivers can be crossed, float32 [rows, cols]; steep banks still stop."""
    rivers = _rivers(ground)
    open_ground = vehicle_off_road_s_per_m(ground.elevation_m, ground.grid.cell_m)
    return np.where(rivers, open_ground, ground.vehicle_s_per_m)
