"""Counting every choice of so many places, one after the other, and keeping those that none before beats.

Sets of places are bits of unsigned 64-bit words. A flow is met if its usual way holds an open place, and evadable if it
is met and one of its ways round holds none.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def weigh(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - a numba loop: flat arguments, one loop nest
    choice: NDArray[np.int64],
    free: NDArray[np.int64],
    forced: NDArray[np.uint64],
    usual: NDArray[np.uint64],
    per_day: NDArray[np.int64],
    way_start: NDArray[np.int64],
    ways: NDArray[np.uint64],
    stretches: NDArray[np.uint64],
    worth: NDArray[np.int64],
    delay_min: NDArray[np.int64],
    forced_delay_min: int,
    shares: NDArray[np.uint64],
    share_most: NDArray[np.int64],
    front: NDArray[np.int64],
    kept: int,
    turns: int,
) -> tuple[int, bool]:
    """Weigh up to ``turns`` choices from ``choice`` on, and return the size of the front and whether all are done.

    Parameters
    ----------
    choice
        int64 [chosen]: positions in ``free``, ascending; moved on to the next choice to weigh.
    free
        int64 [free]: places that may be chosen.
    forced
        uint64 [words]: places open in every choice; ``forced_delay_min`` is their delay.
    usual
        uint64 [flows, words]: places on each flow's usual way.
    per_day
        int64 [flows].
    way_start, ways
        int64 [flows + 1] and uint64 [ways, words]: places on each flow's ways round.
    stretches, worth
        uint64 [stretches, words] and int64 [stretches].
    delay_min
        int64 [places].
    shares, share_most
        uint64 [shares, words] and int64 [shares]: at most so many of these places.
    front
        int64 [room, 3 + chosen at most]: counted (negative), evadable, delay, then the places chosen, -1 where fewer.
        Filled up to ``kept``; the work ends early where it is full.
    kept, turns
        Rows of ``front`` that are filled, and choices to weigh at most.
    """
    words, chosen, many = forced.shape[0], choice.shape[0], free.shape[0]
    opened = np.empty(words, np.uint64)
    one = np.uint64(1)
    zero = np.uint64(0)
    for _ in range(turns):
        if kept == front.shape[0]:
            return kept, False
        for w in range(words):
            opened[w] = forced[w]
        delay = forced_delay_min
        for k in range(chosen):
            place = free[choice[k]]
            opened[place >> 6] |= one << np.uint64(place & 63)
            delay += delay_min[place]
        allowed = True
        for s in range(shares.shape[0]):
            inside = 0
            for w in range(words):
                bits = opened[w] & shares[s, w]
                while bits != zero:
                    bits &= bits - one
                    inside += 1
            allowed = allowed and inside <= share_most[s]
        if allowed:
            counted = 0
            evadable = 0
            for s in range(stretches.shape[0]):
                for w in range(words):
                    if opened[w] & stretches[s, w] != zero:
                        counted += worth[s]
                        break
            for f in range(usual.shape[0]):
                met = False
                for w in range(words):
                    met = met or opened[w] & usual[f, w] != zero
                if not met:
                    continue
                counted += per_day[f]
                for way in range(way_start[f], way_start[f + 1]):
                    shut = False
                    for w in range(words):
                        shut = shut or opened[w] & ways[way, w] != zero
                    if not shut:
                        evadable += per_day[f]
                        break
            beaten = False
            for row in range(kept):
                if front[row, 0] <= -counted and front[row, 1] <= evadable and front[row, 2] <= delay:
                    beaten = True
                    break
            if not beaten:
                last = 0
                for row in range(kept):
                    worse = front[row, 0] >= -counted and front[row, 1] >= evadable and front[row, 2] >= delay
                    if not worse:
                        if last != row:
                            front[last] = front[row]
                        last += 1
                front[last, 0] = -counted
                front[last, 1] = evadable
                front[last, 2] = delay
                for k in range(front.shape[1] - 3):
                    front[last, 3 + k] = free[choice[k]] if k < chosen else -1
                kept = last + 1
        k = chosen - 1
        while k >= 0 and choice[k] == many - chosen + k:
            k -= 1
        if k < 0:
            return kept, True
        choice[k] += 1
        for later in range(k + 1, chosen):
            choice[later] = choice[later - 1] + 1
    return kept, False
