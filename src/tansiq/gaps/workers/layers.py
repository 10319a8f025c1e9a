"""What each party sees and reaches, piece by piece: the rasters of ``gaps.layers``, to the byte.

Counts and minutes do not depend on how posts are grouped. Sums of detection rates do above 16 per minute, where float32
rounds, so every post's patch comes back by itself and is added in the posts' order, as one machine adds them.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.gaps.layers import MODES, pace_s_per_m, watcher
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.posts import PlacedPost, place_posts
from tansiq.gaps.workers.hands import Errand, Hands
from tansiq.gaps.workers.pieces import SeenPatch, doubt, go, look, sight_pieces, travel_piece
from tansiq.ground.model import Ground

Told = Callable[[float], None]


def party_layers_on(
    hands: Hands, ground: Ground, laydown: Laydown, parameters: Parameters, tell: Told | None = None
) -> tuple[PartyLayers, PartyLayers]:
    """Return what :func:`tansiq.gaps.layers.party_layers` returns, computed by ``hands``.

    Parameters
    ----------
    hands
        Who computes.
    ground, laydown, parameters
        As there.
    tell
        Told the share done [0..1]; may raise to stop.

    Raises
    ------
    BadInputError
        As there.
    ClusterError
        If the cluster does not come to an end.
    """
    placed, _ = place_posts(ground, laydown)
    on_watch = [one for one in placed if one.on_watch(parameters)]
    shares = [
        _Share(ground, [one for one in on_watch if (one.party, one.confirmed(parameters)) == (party, trusted)])
        for party in range(2)
        for trusted in (True, False)
    ]
    # Travel first: its errands are the longest.
    work = [part for share in shares for part in share.travel(hands)]
    work += [part for share in shares for part in share.sight(parameters)]
    with closing(hands.map(errand for errand, _ in work)) as results:
        for number, (result, (_, take)) in enumerate(zip(results, work, strict=True)):
            take(result)
            if tell is not None:
                tell((number + 1) / len(work))
    first, second = (
        _combined(party.id, *shares[2 * number : 2 * number + 2]) for number, party in enumerate(laydown.parties)
    )
    return first, second


def unsure_cells_on(hands: Hands, ground: Ground, laydown: Laydown, parameters: Parameters) -> NDArray[np.bool_]:
    """Return what :func:`tansiq.gaps.layers.unsure_cells` returns, computed by ``hands``.

    Raises
    ------
    BadInputError
        As there.
    ClusterError
        If the cluster does not come to an end.
    """
    placed, _ = place_posts(ground, laydown)
    watching = [watcher(one, parameters) for one in placed if one.on_watch(parameters)]
    pieces = [piece for piece in sight_pieces(ground, watching, parameters) if not np.isfinite(piece.elevation_m).all()]
    unsure = np.zeros(ground.grid.shape, np.bool_)
    with closing(hands.map(Errand(doubt, piece) for piece in pieces)) as results:
        for piece, bits in zip(pieces, results, strict=True):
            height, width = piece.elevation_m.shape
            window = unsure[piece.row : piece.row + height, piece.col : piece.col + width]
            window |= np.unpackbits(bits, count=height * width).reshape(height, width).astype(np.bool_)
    return unsure


class _Share:
    """What the posts of one party at one level of trust see and reach, filled piece by piece."""

    def __init__(self, ground: Ground, posts: Sequence[PlacedPost]) -> None:
        self.ground, self.posts = ground, posts
        self.seen_by = np.zeros(ground.grid.shape, np.uint16)
        self.rate_per_min = np.zeros(ground.grid.shape, np.float32)
        self.minutes = np.full(ground.grid.shape, np.inf, np.float32)

    def travel(self, hands: Hands) -> list[tuple[Errand[Any], Callable[[Any], None]]]:
        """Return an errand for each mode, and what takes its result."""
        elements = [(one, one.post.reaction) for one in self.posts if one.post.reaction is not None]
        work: list[tuple[Errand[Any], Callable[[Any], None]]] = []
        for mode in MODES:
            going = [(one.row, one.col, element.ready_min) for one, element in elements if element.mode == mode]
            if going:
                pace = hands.lend(pace_s_per_m(self.ground, mode))
                work.append((Errand(go, travel_piece(self.ground, going), (pace,)), self._arrived))
        return work

    def sight(self, parameters: Parameters) -> list[tuple[Errand[Any], Callable[[Any], None]]]:
        """Return an errand for each group of posts, and what takes its result."""
        watching = [watcher(one, parameters) for one in self.posts]
        return [(Errand(look, piece), self._seen) for piece in sight_pieces(self.ground, watching, parameters)]

    def _arrived(self, minutes: NDArray[np.float32]) -> None:
        np.minimum(self.minutes, minutes, out=self.minutes)

    def _seen(self, patches: Sequence[SeenPatch]) -> None:
        for patch in patches:
            row, col, visible, rates = patch.unpacked()
            window = slice(row, row + visible.shape[0]), slice(col, col + visible.shape[1])
            self.seen_by[window] += visible
            self.rate_per_min[window] += rates


def _combined(party: str, confirmed: _Share, stale: _Share) -> PartyLayers:
    """Put both levels of trust together, as ``gaps.layers`` does."""
    if not stale.posts:
        rate, minutes = confirmed.rate_per_min, confirmed.minutes
        return PartyLayers(party, confirmed.seen_by, rate, rate, minutes, minutes)
    return PartyLayers(
        party,
        confirmed.seen_by + stale.seen_by,
        confirmed.rate_per_min,
        confirmed.rate_per_min + stale.rate_per_min,
        confirmed.minutes,
        np.minimum(confirmed.minutes, stale.minutes),
    )
