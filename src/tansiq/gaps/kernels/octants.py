"""Moves cells between the grid and the eight octants, where octant ``o`` of place ``k`` is element ``8 * k + o``.

Octants are numbered by the direction of their major axis, down, up, right, left, twice each: first with the minor axis
ahead (right, or down), then back. The right and left ones read and write a *turned* grid, whose rows are columns, so
that all eight go along memory.
"""

from collections.abc import Iterator
from typing import Final

from tansiq.gaps.kernels.vectors import (
    ARRAY,
    AT,
    BYTES,
    FLOAT,
    INDEX,
    LANES,
    REAL,
    Code,
    Value,
    constant,
    counting,
    operation,
)

_INFINITY: Final = float("inf")


@operation(ARRAY, AT, AT, ARRAY, AT, AT)
def turn(code: Code, grid: Value, at: Value, stride: Value, turned: Value, to: Value, turned_stride: Value) -> None:
    """Copy the square of 8 x 8 cells at ``grid[at]``, rows ``stride`` apart, to ``turned[to]``, rows as columns."""
    rows = []
    for _ in range(LANES):
        rows.append(code.load(code.place(0, grid, at)))
        at = code.builder.add(at, stride)
    for column in code.transpose(rows):
        code.store(column, code.place(3, turned, to))
        to = code.builder.add(to, turned_stride)


@operation(ARRAY, AT, AT, ARRAY, AT, AT, AT, REAL, REAL, REAL, REAL, REAL, ARRAY)
def gather(
    code: Code,
    rows: Value,
    down: Value,
    up: Value,
    turned: Value,
    right: Value,
    left: Value,
    k: Value,
    eye: Value,
    void: Value,
    per_step: Value,
    bend_ring: Value,
    bend_minor: Value,
    slopes: Value,
) -> None:
    """Fill ``slopes`` of places ``k`` to ``k + 7`` on one ring.

    The heights stand in ``rows`` around ``down`` and ``up`` and in ``turned`` around ``right`` and ``left``; where one
    is not finite, ``void`` is taken. A slope is ``(height - eye) * per_step - (bend_ring + k**2 * bend_minor)``.
    """
    builder = code.builder
    drop = _drop(code, k, bend_ring, bend_minor)
    eye, void, per_step = code.fill(eye), code.fill(void), code.fill(per_step)
    octants = []
    for argument, heights, base in ((0, rows, down), (0, rows, up), (3, turned, right), (3, turned, left)):
        ahead, back = (code.load(code.place(argument, heights, first)) for first in _both_ways(code, base, k))
        for height in (ahead, code.reverse(back)):
            known = builder.select(code.below(height, _INFINITY), height, void)
            octants.append(builder.fsub(builder.fmul(builder.fsub(known, eye), per_step), drop))
    at = builder.mul(k, constant(INDEX, LANES))
    for place in code.transpose(octants):
        code.store(place, code.place(12, slopes, at))
        at = code.after(at)


@operation(ARRAY, AT, ARRAY, AT, AT, ARRAY, AT, AT)
def lay(
    code: Code, seen: Value, k: Value, rows: Value, down: Value, up: Value, turned: Value, right: Value, left: Value
) -> None:
    """Add the verdicts ``seen`` of places ``k`` to ``k + 7`` to ``rows`` and ``turned``; places as :func:`gather`."""
    builder = code.builder
    first = builder.mul(k, constant(INDEX, LANES))
    places = [code.load(code.place(0, seen, code.after(first, n)), BYTES) for n in range(LANES)]
    octants = iter(code.transpose(places))
    for argument, counts, base in ((2, rows, down), (2, rows, up), (5, turned, right), (5, turned, left)):
        for verdicts, at in _either_way(code, octants, base, k):
            place, vector = code.place(argument, counts, at), code.cells(argument)
            code.store(builder.add(code.load(place, vector), builder.zext(verdicts, vector)), place)


@operation(ARRAY, AT, AT, ARRAY, AT, AT)
def fold(code: Code, counts: Value, at: Value, stride: Value, turned: Value, start: Value, apart: Value) -> None:
    """Add the square of 8 x 8 cells at ``turned[start]``, rows ``apart``, as columns to the one at ``counts[at]``."""
    columns = []
    for _ in range(LANES):
        columns.append(code.load(code.place(3, turned, start), code.cells(3)))
        start = code.builder.add(start, apart)
    for row in code.transpose(columns):
        place = code.place(0, counts, at)
        code.store(code.builder.add(code.load(place, code.cells(0)), row), place)
        at = code.builder.add(at, stride)


def _both_ways(code: Code, base: Value, k: Value) -> tuple[Value, Value]:
    """Return the first indices of eight cells ahead of ``base + k`` and of those that end at ``base - k``."""
    back = code.builder.sub(code.builder.sub(base, k), constant(INDEX, LANES - 1))
    return code.builder.add(base, k), back


def _either_way(code: Code, octants: Iterator[Value], base: Value, k: Value) -> list[tuple[Value, Value]]:
    """Return the next two of ``octants``, the second from last to first, and where they belong."""
    ahead, back = _both_ways(code, base, k)
    return [(next(octants), ahead), (code.reverse(next(octants)), back)]


def _drop(code: Code, k: Value, ring: Value, minor: Value) -> Value:
    """Return ``ring + k**2 * minor`` of eight places from ``k`` on."""
    builder = code.builder
    place = builder.fadd(code.fill(builder.sitofp(k, FLOAT)), counting())
    return builder.fadd(code.fill(ring), builder.fmul(builder.fmul(place, place), code.fill(minor)))
