"""What sight rays of the eight octants do on a ring: meet the terrain, and judge the cells between them."""

from typing import Final

from tansiq.gaps.kernels.vectors import ARRAY, AT, BYTES, REAL, Code, Value, operation

KNOWN_BELOW: Final = 1e20  # slopes of missing cells are far above it or far below its negative


@operation(ARRAY, AT, REAL, ARRAY, AT)
def advance(code: Code, slopes: Value, left: Value, part: Value, horizon: Value, ray: Value) -> None:
    """Raise ``horizon[ray]`` to the slope that lies ``part`` of the way from ``slopes[left]`` to the next place."""
    place = code.place(3, horizon, ray)
    code.store(code.greater(code.between(code.place(0, slopes, left), part), code.load(place)), place)


@operation(ARRAY, AT, REAL, ARRAY, AT, REAL, ARRAY)
def judge(
    code: Code, slopes: Value, at: Value, lift: Value, horizon: Value, left: Value, part: Value, seen: Value
) -> None:
    """Put into ``seen[at]`` whether known targets, ``lift`` above their cells' slopes, reach the horizon there.

    The horizon is ``part`` of the way from ``horizon[left]`` to that of the next ray.
    """
    builder = code.builder
    hidden_below = code.between(code.place(3, horizon, left), part)
    slope = code.load(code.place(0, slopes, at))
    reaches = builder.fcmp_ordered(">=", builder.fadd(slope, code.fill(lift)), hidden_below)
    code.store(builder.zext(builder.and_(reaches, code.below(slope, KNOWN_BELOW)), BYTES), code.place(6, seen, at))
