"""JSON from others: bounded before it is read, and read so that two readers cannot see two things.

Reading refuses what RFC 8259 leaves open: duplicate keys, NaN and infinities, half surrogate pairs, whole numbers that
not every program holds exactly, any nesting. :func:`canonical` writes the one spelling of a value (RFC 8785, for values
without fractions); :func:`read_canonical` takes no other.
"""

import json
import math
import re
from typing import Final, NoReturn, TypeAlias

from tansiq.journal.errors import (
    DuplicateKeyError,
    LoneSurrogateError,
    NotCanonicalError,
    NotFiniteError,
    NotJsonError,
    NotUtf8Error,
    NumberError,
    TooDeepError,
    TooLargeError,
)
from tansiq.journal.limits import LIMITS, Limits
from tansiq.language import N_

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

EXACT: Final = 2**53 - 1  # RFC 7493, 2.2: beyond this, readers that use doubles lose digits
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DIGITS: Final = len(str(EXACT)) + 1
# A string that never ends is taken whole, so that no input is scanned twice.
_PUNCTUATION: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{},:]', re.DOTALL)


def read(data: bytes, limits: Limits = LIMITS, *, most_bytes: int | None = None) -> Json:
    """Return the value that ``data`` spells.

    Parameters
    ----------
    data
        UTF-8, without a byte order mark.
    limits
        Depth, number of values, length of strings.
    most_bytes
        Longest text [bytes]; ``limits.record_bytes`` if None.

    Raises
    ------
    TooLargeError, TooDeepError
        Beyond the bounds; nothing was parsed.
    NotUtf8Error, NotJsonError, DuplicateKeyError, NumberError, NotFiniteError, LoneSurrogateError
        What the names say.
    """
    most = limits.record_bytes if most_bytes is None else most_bytes
    if len(data) > most:
        template = N_("The JSON text may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=most, found=len(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(N_("The JSON text is not UTF-8 at byte %(at)s."), at=error.start) from error
    _check_shape(text, limits)
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        template = N_("This is not JSON: it breaks off or errs at line %(line)s, column %(column)s.")
        raise NotJsonError(template, line=error.lineno, column=error.colno) from error
    # Valid UTF-8 spells no surrogate, so without an escape there is none; and no string is longer than the whole.
    if "\\u" in text or len(text) > limits.text_characters:
        _check_strings(value, limits)
    return value


def read_canonical(data: bytes, limits: Limits = LIMITS) -> Json:
    """Return the value that ``data`` spells, if that is its one canonical spelling without fractions.

    Raises
    ------
    NotCanonicalError, NumberError
        Another spelling of the same value, or a fraction; and all that :func:`read` raises.
    """
    value = read(data, limits)
    if canonical(value) != data:
        template = N_("The JSON text is not in canonical form: keys in order, no spaces, no needless escapes.")
        raise NotCanonicalError(template)
    return value


def canonical(value: Json) -> bytes:
    """Return the one spelling of ``value``: RFC 8785, for values whose numbers are whole.

    Raises
    ------
    NumberError
        A fraction, or a whole number beyond 2**53 - 1.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Json) -> Json:
    if isinstance(value, dict):  # RFC 8785, 3.2.3: by UTF-16 code units, which for ASCII is Python's own order
        keys = sorted(value) if "".join(value).isascii() else sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > EXACT):
        template = N_("%(number)s may not stand in a record: only whole numbers up to 2**53 - 1, in a smaller unit.")
        raise NumberError(template, number=value)
    return value


def _check_shape(text: str, limits: Limits) -> None:
    """Count nesting and values by their punctuation, before a parser recurses."""
    opened = text.count("[") + text.count("{")
    if opened <= limits.json_depth and opened + text.count(",") + text.count(":") <= limits.json_values:
        return  # even if all of it were punctuation, and none of it within texts
    depth = values = 0
    for mark in _PUNCTUATION.findall(text):
        depth += (mark in "[{") - (mark in "]}")
        values += mark in "[{,:"
        if depth > limits.json_depth:
            raise TooDeepError(N_("The JSON text is nested deeper than %(most)s."), most=limits.json_depth)
        if values > limits.json_values:
            raise TooLargeError(N_("The JSON text has more than %(most)s values."), most=limits.json_values)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for key, value in pairs:
        if key in made:
            raise DuplicateKeyError(N_("The key %(key)r stands twice in one object."), key=key[:80])
        made[key] = value
    return made


def _refuse_constant(constant: str) -> NoReturn:
    raise NotFiniteError(N_("%(number)s is not a number that may stand in JSON."), number=constant)


def _float(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _refuse_constant(digits[:40])


def _int(digits: str) -> int:
    if len(digits) > _DIGITS or abs(int(digits)) > EXACT:
        raise NumberError(N_("The number %(number)s is beyond 2**53 - 1."), number=digits[:40])
    return int(digits)


def _check_strings(value: Json, limits: Limits) -> None:
    if isinstance(value, dict):
        for key, below in value.items():
            _check_strings(key, limits)
            _check_strings(below, limits)
    elif isinstance(value, list):
        for below in value:
            _check_strings(below, limits)
    elif isinstance(value, str):
        if len(value) > limits.text_characters:
            raise TooLargeError(N_("A text may have %(most)s characters; one has %(found)s."),
                                most=limits.text_characters, found=len(value))  # fmt: skip
        if _SURROGATE.search(value):
            raise LoneSurrogateError(N_("A text holds half a surrogate pair, which is no character."))
