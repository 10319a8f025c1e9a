"""How many incidents the next period will bring: the rate that fades as fast as earlier periods say."""

import math

import numpy as np

from tansiq.siting.forecast.methods import HISTORY, MEMORIES_DAYS, Setting

_LEAST = 1e-9


def rate_per_day(setting: Setting, day: int, memory_days: float) -> float:
    """Return incidents a day before ``day``, older ones fading over ``memory_days``; without fading their mean."""
    past = setting.past.day[: int(np.searchsorted(setting.past.day, day))]
    if not len(past):
        return 0.0
    span = float(day - past[0])
    age = (day - past).astype(np.float64)
    if math.isinf(memory_days):
        return len(past) / span
    return float(np.exp(-age / memory_days).sum()) / (memory_days * -math.expm1(-span / memory_days))


def expected(setting: Setting, day: int) -> float:
    """Return the incidents expected in the period from ``day`` on, by the memory that counted earlier periods best.

    By Poisson likelihood; without an earlier period the mean of all days.
    """
    periods = [span for span in setting.periods(day) if np.searchsorted(setting.past.day, span[0]) >= HISTORY]
    happened = np.array([setting.past.counts(low, high).sum() for low, high in periods])
    best, chosen = -math.inf, math.inf
    for memory in MEMORIES_DAYS if periods else ():
        means = np.array([rate_per_day(setting, low, memory) for low, _ in periods]) * setting.horizon_days
        likelihood = float((happened * np.log(np.maximum(means, _LEAST)) - means).sum())
        if likelihood > best:
            best, chosen = likelihood, memory
    return rate_per_day(setting, day, chosen) * setting.horizon_days
