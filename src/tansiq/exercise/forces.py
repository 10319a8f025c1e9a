"""The exercise laydown: two fictional parties on any ground that has a seam.

Every figure is an assumption made for an exercise, not knowledge about any force.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from tansiq.domain.laydown import Laydown
from tansiq.domain.party import Party, Side
from tansiq.domain.post import Mode, Post, ReactionElement
from tansiq.domain.time import LOCAL_ZONE, MINUTES_A_DAY, MannedHours
from tansiq.domain.unit import JointBrigade
from tansiq.errors import BadGroundError, UsageError
from tansiq.exercise import words
from tansiq.exercise.coordination import centres_and_terms
from tansiq.exercise.high_ground import FARTHEST_M, HighGround
from tansiq.exercise.siting_by_lot import Lot
from tansiq.ground.model import Ground
from tansiq.language import N_

SEED: Final = 20261122
POSTS: Final = 120
FEDERAL: Final = "federal"
REGIONAL: Final = "regional"
AS_OF: Final = datetime(2026, 11, 22, 11, 30, tzinfo=LOCAL_ZONE)

RANGE_DAY_M: Final = 4_000.0
FAR_RANGE_DAY_M: Final = 8_000.0
FAR_SHARE: Final = 0.3
NIGHT_SHARE: Final = 0.5
"""At night a post is taken to see half as far: without lamps, with a few night sights."""
STALE_SHARE: Final = 0.1
NEVER_SHARE: Final = 1 / 60
DAY_ONLY_SHARE: Final = 0.12
NIGHT_ONLY_SHARE: Final = 0.08
POSTS_PER_REACTION: Final = 6
FORWARD_M: Final = 8_000.0
"""Posts with a reaction element stand at most this far from the seam: forward, where both parties can use it [m]."""
ON_FOOT_EVERY: Final = 5  # every fifth reaction element of a party walks, the others drive

_DAY_WATCH: Final = MannedHours(6 * 60, 18 * 60)
_NIGHT_WATCH: Final = MannedHours(18 * 60, 6 * 60 + MINUTES_A_DAY)


@dataclass(frozen=True, slots=True)
class _Kit:
    """What one post has, drawn by lot."""

    eye_m: float
    range_day_m: float
    manned: MannedHours
    confirmed_at: datetime | None
    reaction: ReactionElement | None


def laydown(ground: Ground, *, seed: int = SEED, posts: int = POSTS, as_of: datetime = AS_OF) -> Laydown:
    """Draw a fictional laydown on ``ground``: the same ground, seed, number and time give the same laydown.

    Posts of two parties alternate along the seam, on locally high ground 5 to 15 km from it on their own side. The
    regional party stands on the side whose ground lies to the north-east. Three posts in ten see 8 km by day, the
    others 4 km; by night half of it. Most are manned round the clock, one in eight by day only, one in twelve by night
    only. One in ten was last confirmed more than a day ago, one in sixty never. Every sixth post of a party has a
    reaction element, four in five by vehicle, that leaves after 5 to 20 minutes; these posts stand 5 to 8 km from the
    seam. Six joint coordination centres stand at towns near the seam, each with a sector; joint coordination brigades
    20 and 22 are formed and not deployed.

    Parameters
    ----------
    ground
        Any ground package with a seam.
    seed
        Of the lot.
    posts
        How many, both parties together.
    as_of
        The moment described, with its zone.

    Raises
    ------
    BadGroundError
        If the ground has no seam, or no room for so many posts.
    UsageError
        If fewer than one post is asked for, or ``as_of`` has no zone.
    """
    if ground.seam is None:
        template = N_("%(ground)s has no seam to stand along. Build it with --seam and --width-km.")
        raise BadGroundError(template, ground=ground.path)
    _check(posts, as_of)
    land = HighGround(ground, ground.seam)
    centres, terms = centres_and_terms(ground, ground.seam)
    north_east = land.north_east_side()
    sides: tuple[Side, Side] = ("right", "left") if north_east == "left" else ("left", "right")
    return Laydown(
        title=words.TITLE,
        parties=(
            Party(id=FEDERAL, names=words.FEDERAL, side=sides[0]),
            Party(id=REGIONAL, names=words.REGIONAL, side=sides[1]),
        ),
        posts=_posts(Lot(land, np.random.default_rng(seed)), sides, posts, as_of),
        as_of=as_of,
        fictional=True,
        centres=centres,
        brigades=tuple(_brigade(number) for number in (20, 22)),
        terms=terms,
    )


def _check(posts: int, as_of: datetime) -> None:
    if posts < 1:
        raise UsageError(N_("%(posts)s posts cannot be laid down. Ask for at least one."), posts=posts)
    if as_of.tzinfo is None:
        template = N_("%(as_of)s has no time zone. Add +03:00 for local time or Z for UTC.")
        raise UsageError(template, as_of=as_of.isoformat())


def _brigade(number: int) -> JointBrigade:
    return JointBrigade(
        id=str(number),
        names=words.brigade(number),
        state="formed",
        awaiting=("pay", "training", "deployment_site"),
    )


def _posts(lot: Lot, sides: tuple[Side, Side], count: int, as_of: datetime) -> tuple[Post, ...]:
    kits = _kits(lot.generator, count, as_of)
    drawn = []
    for number, kit in enumerate(kits):
        farthest_m = FORWARD_M if kit.reaction else FARTHEST_M
        lon_deg, lat_deg = lot.draw(number, count, sides[number % 2], farthest_m)
        drawn.append(_post(number, kit, lon_deg, lat_deg))
    return tuple(drawn)


def _post(number: int, kit: _Kit, lon_deg: float, lat_deg: float) -> Post:
    letter, party = ("F", FEDERAL) if number % 2 == 0 else ("K", REGIONAL)
    running = f"{number // 2 + 1:03d}"
    return Post(
        id=f"{letter}{running}",
        party=party,
        names=words.post(f"{letter}-{running}"),
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        eye_m=kit.eye_m,
        range_day_m=kit.range_day_m,
        range_night_m=kit.range_day_m * NIGHT_SHARE,
        manned=kit.manned,
        confirmed_at=kit.confirmed_at,
        reaction=kit.reaction,
    )


def _kits(generator: np.random.Generator, count: int, as_of: datetime) -> list[_Kit]:
    """Draw what each post has; shares are kept exactly (to the nearest post), only who has what is drawn."""
    far = _chosen(generator, count, FAR_SHARE)
    watches = _watches(generator, count)
    confirmed = _confirmations(generator, count, as_of)
    return [
        _Kit(
            eye_m=float(generator.integers(4, 25)) / 2,
            range_day_m=FAR_RANGE_DAY_M if far[number] else RANGE_DAY_M,
            manned=watches[number],
            confirmed_at=confirmed[number],
            reaction=_reaction(generator, number),
        )
        for number in range(count)
    ]


def _chosen(generator: np.random.Generator, count: int, share: float) -> list[bool]:
    return [place < round(count * share) for place in generator.permutation(count).tolist()]


def _watches(generator: np.random.Generator, count: int) -> list[MannedHours]:
    """Draw watches; a post with a reaction element is always manned."""
    by_day, by_night = round(count * DAY_ONLY_SHARE), round(count * NIGHT_ONLY_SHARE)
    watches = [MannedHours()] * count
    part_time = [n for n in generator.permutation(count).tolist() if not _has_reaction(n)][: by_day + by_night]
    for place, number in enumerate(part_time):
        watches[number] = _DAY_WATCH if place < by_day else _NIGHT_WATCH
    return watches


def _confirmations(generator: np.random.Generator, count: int, as_of: datetime) -> list[datetime | None]:
    stale, never = round(count * STALE_SHARE), round(count * NEVER_SHARE)
    moments: list[datetime | None] = []
    for place in generator.permutation(count).tolist():
        minutes = int(generator.integers(25 * 60, 96 * 60) if place < stale else generator.integers(5, 20 * 60))
        moments.append(None if stale <= place < stale + never else as_of - timedelta(minutes=minutes))
    return moments


def _has_reaction(number: int) -> bool:
    """Tell whether a post has an element: every sixth of its party, the other party's half-way between."""
    half_way = POSTS_PER_REACTION // 2 * (number % 2)
    return (number // 2) % POSTS_PER_REACTION == (1 + half_way) % POSTS_PER_REACTION


def _reaction(generator: np.random.Generator, number: int) -> ReactionElement | None:
    ready_min = float(generator.integers(5, 21))
    if not _has_reaction(number):
        return None
    element = number // 2 // POSTS_PER_REACTION
    mode: Mode = "foot" if element % ON_FOOT_EVERY == ON_FOOT_EVERY - 1 else "vehicle"
    return ReactionElement(mode=mode, ready_min=ready_min)
