"""Planes as runs: the one shortest spelling of them, and no other is taken.

A run is three bytes: a length from 1 to 65,535 (unsigned, big-endian), and a value. It goes on as long as the value
does, over the ends of rows and planes; only a run of 65,535 may be followed by one of the same value. How much is said
is known by adding up, before anything is made of it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.exchange.coverage_file.errors import MalformedCoverageError
from tansiq.language import N_

LONGEST: Final = 65_535
RUN: Final = np.dtype([("length", ">u2"), ("value", "u1")])


def write_runs(values: NDArray[np.uint8]) -> bytes:
    """Return the runs of ``values`` (uint8, flat, not empty)."""
    starts = np.flatnonzero(np.diff(values, prepend=values[0] ^ np.uint8(1)))
    lengths = np.diff(starts, append=len(values))
    pieces = -(-lengths // LONGEST)
    runs = np.empty(int(pieces.sum()), RUN)
    runs["length"] = LONGEST
    runs["length"][np.cumsum(pieces) - 1] = lengths - (pieces - 1) * LONGEST
    runs["value"] = np.repeat(values[starts], pieces)
    return runs.tobytes()


def read_runs(data: bytes, count: int) -> NDArray[np.uint8]:
    """Return the ``count`` values that ``data`` says, uint8.

    Raises
    ------
    MalformedCoverageError
        If it says more or fewer, or says them in another spelling.
    """
    if len(data) % RUN.itemsize:
        raise MalformedCoverageError(N_("The planes of the coverage break off in the middle of a run."))
    runs = np.frombuffer(data, RUN)
    said = int(runs["length"].sum(dtype=np.int64))
    if said != count:
        raise MalformedCoverageError(
            N_("The planes of the coverage have %(found)s values; its header asks for %(expected)s."),
            found=said,
            expected=count,
        )
    again = (runs["value"][1:] == runs["value"][:-1]) & (runs["length"][:-1] != LONGEST)
    if (runs["length"] == 0).any() or again.any():
        raise MalformedCoverageError(N_("The planes of the coverage are not in their one spelling."))
    return np.repeat(runs["value"], runs["length"])
