"""Rosters drawn from a plan: the same seed gives the same roster, and a longer roster begins with the shorter one.

Each base draws from its own stream, PCG64 (O'Neill 2014, HMC-CS-2014-0905) seeded through NumPy's ``SeedSequence`` with
the seed and the base's number. For each day it takes 1 + vehicles doubles: the first picks the detail by its place in
the running sum of shares, the others, in order of size, say which vehicle drives which tour. Who knows the plan and the
seed knows the roster: a seed is kept like the roster itself.
"""

import secrets
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.patrols.equilibrium import Mixture
from tansiq.siting.patrols.tours import Tour

SEED_BITS: Final = 128


def new_seed() -> int:
    """Return a seed nobody can guess."""
    return secrets.randbits(SEED_BITS)


def stream(seed: int, base: int) -> np.random.Generator:
    """Return the stream of base number ``base``."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, base])))


def drawn(mixture: Mixture, days: int, draws: np.random.Generator) -> tuple[tuple[Tour, ...], ...]:
    """Return the tours of each day, one for each vehicle in order of vehicles."""
    made = []
    for _ in range(days):
        chance = draws.random(1 + len(mixture.details[0].tours))
        tours = mixture.details[picked(mixture.share, chance[:1])[0]].tours
        made.append(tuple(tours[k] for k in np.argsort(chance[1:], kind="stable").tolist()))
    return tuple(made)


def picked(share: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return which entry each chance in [0, 1) falls on, int64 like ``chance``; ``share`` adds up to 1."""
    return np.minimum(np.searchsorted(np.cumsum(share), chance, side="right"), len(share) - 1).astype(np.int64)
