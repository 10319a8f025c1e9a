"""When a party's reaction elements arrive, as elements come and go."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.post import Mode
from tansiq.gaps.changing.field import Field, Source
from tansiq.gaps.layers import MODES, pace_s_per_m
from tansiq.gaps.posts import PlacedPost
from tansiq.ground.model import Ground


class PartyArrival:
    """One party's minutes to arrive, as :func:`tansiq.gaps.layers.minutes_to_arrive` gives them.

    Attributes
    ----------
    minutes, minutes_all
        float32 [rows, cols]: by elements of confirmed posts, and of all [min]; inf where none can come. New arrays
        where a change concerns them.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._fields: dict[tuple[bool, Mode], Field] = {}
        self._posts: dict[tuple[bool, Mode], list[str]] = {}
        self._by_trust = {trusted: np.full(ground.grid.shape, np.inf, np.float32) for trusted in (True, False)}
        self.minutes = self.minutes_all = self._by_trust[True]

    def change(self, confirmed: Sequence[PlacedPost], stale: Sequence[PlacedPost]) -> None:
        """Let these posts, all on watch, take the place of those before."""
        changed = [self._change(trusted, posts) for trusted, posts in ((True, confirmed), (False, stale))]
        if any(changed):
            self.minutes, unconfirmed = self._by_trust[True], self._by_trust[False]
            self.minutes_all = np.minimum(self.minutes, unconfirmed) if stale else self.minutes

    def _change(self, trusted: bool, posts: Sequence[PlacedPost]) -> bool:  # noqa: FBT001 - a key
        changed = [self._change_mode((trusted, mode), posts) for mode in MODES]
        if any(changed):
            minutes = np.full(self._ground.grid.shape, np.inf, np.float32)
            for mode in MODES:
                if (trusted, mode) in self._fields:
                    np.minimum(minutes, self._fields[trusted, mode].minutes, out=minutes)
            self._by_trust[trusted] = minutes
        return any(changed)

    def _change_mode(self, key: tuple[bool, Mode], posts: Sequence[PlacedPost]) -> bool:
        sources: list[Source] = []
        self._posts[key] = []
        for one in posts:
            if one.post.reaction is not None and one.post.reaction.mode == key[1]:
                sources.append((one.row, one.col, float(np.float32(one.post.reaction.ready_min))))
                self._posts[key].append(one.post.id)
        if key not in self._fields:
            if not sources:
                return False
            self._fields[key] = Field(pace_s_per_m(self._ground, key[1]), self._ground.grid.cell_m)
        return self._fields[key].change(sources)

    def first_posts(self, cells: NDArray[np.int64]) -> list[str | None]:
        """Return the confirmed post whose element is first at each cell (int64, flattened grid); None if none comes.

        Of equals the one by foot, then the first in the laydown.
        """
        row, col = np.divmod(cells, self._ground.grid.cols)
        best = np.full(len(cells), np.inf, np.float32)
        posts: list[str | None] = [None] * len(cells)
        for mode in MODES:
            field = self._fields.get((True, mode))
            if field is None:
                continue
            minutes = field.minutes[row, col]
            sooner = np.flatnonzero(minutes < best)
            for k, source in zip(sooner.tolist(), field.source_at(row[sooner], col[sooner]).tolist(), strict=True):
                posts[k] = self._posts[True, mode][source]
            best = np.minimum(best, minutes)
        return posts
