"""What the wedges between sight rays do on a ring: bound the terrain inside them, and decide cells by the bounds."""

from tansiq.gaps.kernels.rays import KNOWN_BELOW
from tansiq.gaps.kernels.vectors import (
    ARRAY,
    AT,
    BYTES,
    FLAG,
    FLOATS,
    INDEX,
    LANES,
    REAL,
    Code,
    Value,
    constant,
    operation,
)


@operation(ARRAY, AT, ARRAY)
def steepest(code: Code, slopes: Value, at: Value, peak: Value) -> None:
    """Raise the first eight numbers of ``peak`` to the sizes of known slopes at eight places from ``at`` on."""
    place = code.place(2, peak, constant(INDEX, 0))
    most = code.load(place)
    for n in range(LANES):
        slope = code.load(code.place(0, slopes, code.after(at, n)))
        known = code.builder.select(code.below(slope, KNOWN_BELOW), code.size(slope), constant(FLOATS, 0.0))
        most = code.greater(known, most)
    code.store(most, place)


@operation(ARRAY, AT, REAL, FLAG, REAL, ARRAY, AT, ARRAY, AT, ARRAY)
def widen(
    code: Code,
    slopes: Value,
    cell: Value,
    part: Value,
    crossed: Value,
    margin: Value,
    edges: Value,
    wedge: Value,
    upper: Value,
    upper_at: Value,
    lower: Value,
) -> None:
    """Raise both bounds of ``wedge`` by the terrain inside it, the upper one at ``upper[upper_at]``.

    Its left edge's slope stands in ``edges[wedge]``; the right edge's lies ``part`` of the way from ``slopes[cell]`` to
    the next place, and is put into ``edges`` for the next wedge. Terrain is linear between cells, so its extremes are
    at the edges, or at the cell ``crossed`` between them, which is then ``cell``.
    """
    builder = code.builder
    centre = code.place(0, slopes, cell)
    left, right = code.load(code.place(5, edges, wedge)), code.between(centre, part)
    code.store(right, code.place(5, edges, code.after(wedge)))
    inside = builder.select(crossed, code.load(centre), right)
    margin = code.fill(margin)
    most = builder.fadd(code.greater(code.greater(left, right), inside), margin)
    least = builder.fsub(code.lesser(code.lesser(left, right), inside), margin)
    for place, value in ((code.place(7, upper, upper_at), most), (code.place(9, lower, wedge), least)):
        code.store(code.greater(value, code.load(place)), place)


@operation(ARRAY, AT, REAL, REAL, ARRAY, AT, ARRAY, AT, ARRAY, ARRAY)
def decide(
    code: Code,
    slopes: Value,
    at: Value,
    lift: Value,
    margin: Value,
    before: Value,
    wedge: Value,
    upper: Value,
    upper_at: Value,
    lower: Value,
    verdict: Value,
) -> None:
    """Put into ``verdict[at]`` 1 where the target is surely seen, 0 where surely not, and 2 where bounds do not tell.

    Surely seen is what lies above both upper bounds, ``before[wedge]`` and ``upper[upper_at]``, surely hidden what lies
    below ``lower[wedge]``, each by more than ``margin``. Missing cells are not seen.
    """
    builder = code.builder
    slope = code.load(code.place(0, slopes, at))
    target, margin = builder.fadd(slope, code.fill(lift)), code.fill(margin)
    top = code.greater(code.load(code.place(4, before, wedge)), code.load(code.place(6, upper, upper_at)))
    seen = builder.fcmp_ordered(">=", builder.fsub(target, margin), top)
    hidden = builder.fcmp_ordered("<", builder.fadd(target, margin), code.load(code.place(8, lower, wedge)))
    zero, one, two = (constant(BYTES, number) for number in range(3))
    told = builder.select(seen, one, builder.select(hidden, zero, two))
    code.store(builder.select(code.below(slope, KNOWN_BELOW), told, zero), code.place(9, verdict, at))
