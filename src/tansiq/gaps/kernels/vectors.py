"""Eight numbers at a time: the parts from which the operations of the viewshed kernels are put together.

Numba has no vector type of its own, and its compiler does not find these operations in loops. Each operation is an
*intrinsic* instead: a function written in the compiler's own language, set into the kernel that calls it. Any processor
can run them; LLVM splits vectors that are wider than the machine's. Arithmetic is that of IEEE 754, nothing is
contracted or reordered, so results do not depend on the machine.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, cast

from llvmlite import ir  # type: ignore[import-untyped]  # declares no types
from numba import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

Value: TypeAlias = Any  # what code being written computes with, or its type: llvmlite and numba declare neither
Arguments = ParamSpec("Arguments")

ARRAY: Final = None  # in place of an argument's type: an array, of whatever elements it has
AT: Final = types.intp
REAL: Final = types.float32
FLAG: Final = types.boolean

LANES: Final = 8
INDEX: Final = ir.IntType(64)
FLOAT: Final = ir.FloatType()
BYTE: Final = ir.IntType(8)
FLOATS: Final = ir.VectorType(FLOAT, LANES)
BYTES: Final = ir.VectorType(BYTE, LANES)
_BITS: Final = ir.VectorType(ir.IntType(32), LANES)
_ALL_BUT_SIGN: Final = 0x7FFF_FFFF
_BITS_OF_A_BYTE: Final = 8


class Code:
    """Writes the code of one operation: ``builder`` appends to it, ``kinds`` are the types of its arguments."""

    def __init__(self, context: Value, builder: Value, signature: Value) -> None:
        self.context, self.builder, self.kinds = context, builder, signature.args

    def place(self, argument: int, array: Value, index: Value) -> Value:
        """Return the place of element ``index`` of the array that is argument number ``argument``."""
        data = make_array(self.kinds[argument])(self.context, self.builder, array).data  # type: ignore[no-untyped-call]
        return self.builder.gep(data, [index])

    def load(self, place: Value, vector: Value = FLOATS) -> Value:
        """Return the eight numbers from ``place`` on."""
        where = self.builder.bitcast(place, vector.as_pointer())
        return self.builder.load(where, align=_bytes(vector), typ=vector)

    def store(self, value: Value, place: Value) -> None:
        """Put eight numbers to ``place`` on."""
        where = self.builder.bitcast(place, value.type.as_pointer())
        self.builder.store(value, where, align=_bytes(value.type))

    def cells(self, argument: int) -> Value:
        """Return the type of eight elements of the array of whole numbers that is argument number ``argument``."""
        return ir.VectorType(ir.IntType(self.kinds[argument].dtype.bitwidth), LANES)

    def after(self, index: Value, cells: int = 1) -> Value:
        """Return the index ``cells`` times eight numbers on."""
        return self.builder.add(index, constant(INDEX, LANES * cells))

    def fill(self, value: Value) -> Value:
        """Return eight times ``value``."""
        vector = ir.VectorType(value.type, LANES)
        empty = ir.Constant(vector, ir.Undefined)
        first = self.builder.insert_element(empty, value, ir.Constant(ir.IntType(32), 0))
        return self.builder.shuffle_vector(first, empty, _order([0] * LANES))

    def reverse(self, value: Value) -> Value:
        """Return the eight numbers from the last to the first."""
        return self.builder.shuffle_vector(value, ir.Constant(value.type, ir.Undefined), _order(range(LANES)[::-1]))

    def transpose(self, rows: list[Value]) -> list[Value]:
        """Return the columns of eight vectors: three perfect shuffles of 64 cards."""
        for _ in range(3):
            rows = [
                self.builder.shuffle_vector(rows[i], rows[i + LANES // 2], _order(picked))
                for i in range(LANES // 2)
                for picked in _HALVES
            ]
        return rows

    def size(self, value: Value) -> Value:
        """Return absolute values."""
        bits = self.builder.bitcast(value, _BITS)
        return self.builder.bitcast(self.builder.and_(bits, constant(_BITS, _ALL_BUT_SIGN)), FLOATS)

    def below(self, value: Value, limit: float) -> Value:
        """Tell which absolute values lie below ``limit``; false for NaN."""
        return self.builder.fcmp_ordered("<", self.size(value), constant(FLOATS, limit))

    def greater(self, one: Value, other: Value) -> Value:
        """Return the greater of each pair; ``other`` if either is NaN."""
        return self.builder.select(self.builder.fcmp_ordered(">", one, other), one, other)

    def lesser(self, one: Value, other: Value) -> Value:
        """Return the lesser of each pair; ``other`` if either is NaN."""
        return self.builder.select(self.builder.fcmp_ordered("<", one, other), one, other)

    def between(self, place: Value, part: Value) -> Value:
        """Return the numbers from ``place`` on and the next eight, interpolated."""
        rest = self.builder.fsub(constant(FLOAT, 1.0), part)
        one = self.builder.fmul(self.load(place), self.fill(rest))
        beside = self.load(self.builder.gep(place, [constant(INDEX, LANES)]))
        return self.builder.fadd(one, self.builder.fmul(beside, self.fill(part)))


def operation(
    *kinds: Value,
) -> Callable[[Callable[Concatenate[Code, Arguments], None]], Callable[Arguments, None]]:
    """Return a decorator that makes an operation on arguments of these ``kinds`` of a function that writes its code."""

    def decorate(write: Callable[Concatenate[Code, Arguments], None]) -> Callable[Arguments, None]:
        @wraps(write)
        def typed(_: Value, *given: Value) -> tuple[Value, Value]:
            asked = [of if kind is ARRAY else kind for kind, of in zip(kinds, given, strict=True)]
            return types.void(*asked), code

        def code(context: Value, builder: Value, signature: Value, values: Value) -> Value:
            cast("Callable[..., None]", write)(Code(context, builder, signature), *values)
            return context.get_dummy_value()

        return cast("Callable[Arguments, None]", intrinsic(typed))

    return decorate


def constant(kind: Value, value: float) -> Value:
    """Return a number, or eight times the number."""
    if isinstance(kind, ir.VectorType):
        return ir.Constant(kind, [ir.Constant(kind.element, value)] * LANES)
    return ir.Constant(kind, value)


def counting() -> Value:
    """Return the numbers 0 to 7."""
    return ir.Constant(FLOATS, [constant(FLOAT, number) for number in range(LANES)])


def _order(places: Sequence[int]) -> Value:
    number = ir.IntType(32)
    return ir.Constant(ir.VectorType(number, LANES), [ir.Constant(number, place) for place in places])


def _bytes(vector: Value) -> int:
    """Return the size of one element: all that is known of where a vector begins."""
    return 4 if vector.element == FLOAT else int(vector.element.width) // _BITS_OF_A_BYTE


# The first and the second half of two rows shuffled into one another.
_HALVES: Final = [[place for i in half for place in (i, LANES + i)] for half in (range(4), range(4, 8))]
