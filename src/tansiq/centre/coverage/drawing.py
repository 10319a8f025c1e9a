"""What a page shows of a coverage: two small pictures of exactly what would be released, and figures."""

import io
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from tansiq.gaps.coverage import NONE, NOT_SAID, Coverage
from tansiq.gaps.coverage.model import MINUTES, MINUTES_ALL, RATE, RATE_ALL

LONGEST_PX: Final = 640
NEITHER: Final = "#D9D9D9"
ONLY_UNCONFIRMED: Final = "#9A9A9A"
# From pale to strong: seen more surely, reached sooner. Neither party's hue, nor one of the states of ground.
SEEN: Final = ("#CFE3D4", "#3B7A57")
REACHED: Final = ("#E8DCC2", "#7A5C1E")


def planes_of(coverage: Coverage) -> dict[str, bytes]:
    """Return the pictures (PNG, north up) of what is ``seen`` and what is ``reached``; nothing is drawn unsaid."""
    steps = coverage.steps
    rates, times = len(steps.rates_per_1000_min), len(steps.minutes)
    seen = np.array([ImageColor.getrgb(each) for each in _between(*SEEN, rates)], np.uint8)
    reached = np.array([ImageColor.getrgb(each) for each in _between(*REACHED, times)], np.uint8)[::-1]
    codes = coverage.codes
    return {
        "seen": _png(codes[RATE], codes[RATE_ALL], seen),
        "reached": _png(codes[MINUTES], codes[MINUTES_ALL], reached),
    }


def figures_of(coverage: Coverage) -> dict[str, Any]:
    """Return how many cells are said, and of how many each step is said, by confirmed posts."""
    codes, steps = coverage.codes, coverage.steps
    said = codes[RATE] != NOT_SAID
    return {
        "cells": int(said.sum()),
        "seen": [[rate, int((codes[RATE] == code).sum())] for code, rate in enumerate(steps.rates_per_1000_min, 1)],
        "reached": [[minutes, int((codes[MINUTES] == code).sum())] for code, minutes in enumerate(steps.minutes, 1)],
        "seen_only_unconfirmed": _only_all(codes[RATE], codes[RATE_ALL], said),
        "reached_only_unconfirmed": _only_all(codes[MINUTES], codes[MINUTES_ALL], said),
    }


def _only_all(confirmed: NDArray[np.uint8], every: NDArray[np.uint8], said: NDArray[np.bool_]) -> int:
    return int((said & (confirmed == NONE) & (every != NONE)).sum())


def _png(confirmed: NDArray[np.uint8], every: NDArray[np.uint8], colours: NDArray[np.uint8]) -> bytes:
    said = confirmed != NOT_SAID
    drawn = np.zeros((*confirmed.shape, 4), np.uint8)
    drawn[said] = (*ImageColor.getrgb(NEITHER), 255)
    drawn[said & (confirmed == NONE) & (every != NONE)] = (*ImageColor.getrgb(ONLY_UNCONFIRMED), 255)
    shown = said & (confirmed != NONE)
    drawn[shown, :3] = colours[confirmed[shown] - 1]
    rows, cols = _used(said)
    image = Image.fromarray(drawn[rows, cols], "RGBA")
    times = max(1, LONGEST_PX // max(image.size))
    stream = io.BytesIO()
    image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST).save(stream, "PNG")
    return stream.getvalue()


def _used(said: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return the window outside which nothing is said."""
    if not said.any():
        return slice(None), slice(None)
    rows, cols = np.flatnonzero(said.any(axis=1)), np.flatnonzero(said.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(cols[0], cols[-1] + 1)


def _between(pale: str, strong: str, count: int) -> list[str]:
    ends = np.array([ImageColor.getrgb(pale), ImageColor.getrgb(strong)], float)
    shares = np.linspace(0.0, 1.0, count)[:, None]
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (ends[0] + shares * (ends[1] - ends[0])).round().astype(int)]
