"""From posts on paper to cells on the grid, and to what each may contribute."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.errors import BadInputError
from tansiq.gaps.model import Parameters
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_


@dataclass(frozen=True)
class PlacedPost:
    """A post and the cell it stands on; ``party`` is 0 or 1 by the laydown's order of parties."""

    post: Post
    party: int
    row: int
    col: int

    def on_watch(self, parameters: Parameters) -> bool:
        """Tell whether it is manned through the whole window; else it neither sees nor reacts."""
        return self.post.manned.covers(parameters.window)

    def confirmed(self, parameters: Parameters) -> bool:
        """Tell whether it was confirmed lately enough to be trusted."""
        return self.post.confirmed(parameters.at, parameters.terms.stale_after_h)


def place_posts(ground: Ground, laydown: Laydown) -> tuple[tuple[PlacedPost, ...], tuple[Notice, ...]]:
    """Put every post on its cell.

    Returns
    -------
    tuple
        The posts in the laydown's order, and a notice naming those outside the area of joint security interest.

    Raises
    ------
    BadInputError
        For a post outside the ground, on a cell without elevation, or of a party that is not one of the two.
    """
    if not laydown.posts:
        return (), ()
    party_ids = [party.id for party in laydown.parties]
    x_m, y_m = ground.grid.xy_from_lonlat([p.lon_deg for p in laydown.posts], [p.lat_deg for p in laydown.posts])
    nowhere_m = ground.grid.x_min_m - 1e6  # the projection gives inf for what it cannot show
    rows, cols = ground.grid.cells_from_xy(np.where(np.isfinite(x_m), x_m, nowhere_m), np.nan_to_num(y_m, posinf=0.0))
    placed = []
    for post, row, col in zip(laydown.posts, rows.tolist(), cols.tolist(), strict=True):
        _check(ground, party_ids, post, row, col)
        placed.append(PlacedPost(post, party_ids.index(post.party), row, col))
    return tuple(placed), _outside_notice(ground, placed)


def _check(ground: Ground, party_ids: Sequence[str], post: Post, row: int, col: int) -> None:
    where = {"id": post.id, "lon": f"{post.lon_deg:.5f}", "lat": f"{post.lat_deg:.5f}", "ground": ground.name}
    if post.party not in party_ids:
        raise BadInputError(
            N_("Post %(id)s belongs to %(party)s, which is not one of the two parties: %(parties)s."),
            id=post.id,
            party=post.party,
            parties=", ".join(party_ids),
        )
    if not ground.grid.contains(row, col):
        raise BadInputError(
            N_(
                "Post %(id)s at longitude %(lon)s, latitude %(lat)s lies outside the ground %(ground)s. "
                "Correct its position (are longitude and latitude swapped?) or build a larger ground."
            ),
            **where,
        )
    if not np.isfinite(ground.elevation_m[row, col]):
        raise BadInputError(
            N_(
                "Post %(id)s at longitude %(lon)s, latitude %(lat)s stands where the ground %(ground)s has no "
                "elevation. Correct its position or build the ground with elevation there."
            ),
            **where,
        )


def _outside_notice(ground: Ground, placed: Sequence[PlacedPost]) -> tuple[Notice, ...]:
    outside = [one.post.id for one in placed if ground.strip[one.row, one.col] < 0]
    if not outside:
        return ()
    text = N_("These posts stand outside the area of joint security interest, and still count: %(ids)s.")
    return (Notice("posts-outside-area", text, {"ids": ", ".join(outside)}),)


def no_posts(laydown: Laydown) -> tuple[Notice, ...]:
    """Return a notice that the laydown has no posts, if so."""
    if laydown.posts:
        return ()
    return (Notice("no-posts", N_("The laydown has no posts: nothing is seen and nobody comes."), {}),)
