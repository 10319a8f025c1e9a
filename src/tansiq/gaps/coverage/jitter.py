"""Moving posts within their coarse cell, before anything is computed from them.

Each post of the releasing party is put on a cell of the grid drawn from those in the coarse cell it stands in. The draw
depends on the party's secret, the agreement, the post's id and the coarse cell: never on where in the cell the post
stands, and never on the time. What is released is therefore the same wherever in its cell a post stands. However many
releases are compared, under one secret or under many, they tell the coarse cell and nothing finer.

A post may be drawn several times over; ground then counts as seen only if it is seen from every draw, and as reached
when it is reached from all of them. That makes it rarer that the moved posts see what the true ones do not.

A post that has an element is put where that element can go. If it stands where its element cannot go, the element is
left out: it would reach nothing from there.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Mode, Post
from tansiq.gaps.coverage.errors import WeakSecretError
from tansiq.gaps.coverage.lattice import rows_and_cols
from tansiq.gaps.layers import pace_s_per_m
from tansiq.gaps.model import PartyLayers
from tansiq.gaps.posts import PlacedPost, place_posts
from tansiq.ground.model import Ground
from tansiq.language import N_

LEAST_SECRET_BYTES: Final = 16
_USE: Final = "tansiq-coverage-jitter/1"


def moved(ground: Ground, laydown: Laydown, *, cell_m: int, secret: bytes, agreement: str, draw: int = 0) -> Laydown:
    """Return ``laydown`` with every post moved within its coarse cell.

    Parameters
    ----------
    ground, laydown
        Where the posts stand.
    cell_m
        Size of a coarse cell [m].
    secret
        The party's own, kept for as long as the agreement lasts; at least 16 bytes.
    agreement
        Id of the agreement the coverage is released under.
    draw
        Number of the draw, from 0.

    Raises
    ------
    WeakSecretError
        If the secret is too short.
    BadInputError
        For a post that is not on the ground.
    """
    if len(secret) < LEAST_SECRET_BYTES:
        raise WeakSecretError(
            N_("The secret has %(found)s bytes; give at least %(least)s that nobody can guess."),
            found=len(secret),
            least=LEAST_SECRET_BYTES,
        )
    placed, _ = place_posts(ground, laydown)
    return replace(laydown, posts=tuple(_moved(ground, placed, cell_m, secret, [agreement, draw])))


def weakest(draws: Iterable[PartyLayers]) -> PartyLayers:
    """Return what holds in every one of several draws of one party's posts: seen least, reached last."""
    return reduce(_weaker, draws)


def _weaker(one: PartyLayers, other: PartyLayers) -> PartyLayers:
    return PartyLayers(
        one.party,
        np.minimum(one.seen_by, other.seen_by),
        np.minimum(one.rate_per_min, other.rate_per_min),
        np.minimum(one.rate_all_per_min, other.rate_all_per_min),
        np.maximum(one.minutes, other.minutes),
        np.maximum(one.minutes_all, other.minutes_all),
    )


def _moved(
    ground: Ground, placed: tuple[PlacedPost, ...], cell_m: int, secret: bytes, under: Sequence[object]
) -> Iterator[Post]:
    row_of, col_of = rows_and_cols(ground.grid, cell_m)
    for one in placed:
        post = _without_stuck_element(ground, one)
        rows = np.flatnonzero(row_of == row_of[one.row])
        cols = np.flatnonzero(col_of == col_of[one.col])
        free = np.flatnonzero(_standable(ground, rows, cols, post.reaction.mode if post.reaction else None))
        x_m, y_m = ground.grid.xy_from_cells(one.row, one.col)
        where = int(np.floor(x_m / cell_m)), int(np.floor(y_m / cell_m))
        said = [_USE, *under, post.party, post.id, cell_m, *where]
        row, col = divmod(int(free[_draw(secret, said, len(free))]), len(cols))
        lon_deg, lat_deg = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(rows[row], cols[col]))
        yield replace(post, lon_deg=float(lon_deg), lat_deg=float(lat_deg))


def _without_stuck_element(ground: Ground, one: PlacedPost) -> Post:
    reaction = one.post.reaction
    if reaction is None or np.isfinite(pace_s_per_m(ground, reaction.mode)[one.row, one.col]):
        return one.post
    return replace(one.post, reaction=None)


def _standable(
    ground: Ground, rows: NDArray[np.int64], cols: NDArray[np.int64], mode: Mode | None
) -> NDArray[np.bool_]:
    """Return where on the coarse cell's grid cells a post can be put, bool [rows x cols], row by row."""
    window = np.ix_(rows, cols)
    can = np.isfinite(ground.elevation_m[window])
    if mode is not None:
        can &= np.isfinite(pace_s_per_m(ground, mode)[window])
    return can.ravel()


def _draw(secret: bytes, said: Sequence[object], count: int) -> int:
    """Draw a number below ``count``: of 256 bits, so that none is noticeably likelier than another."""
    message = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)) % count
