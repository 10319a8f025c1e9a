"""JSON whose depth and number of parts are measured before it is parsed, without NaN and without double members."""

import json
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.language import N_

# A string, whole or cut off, or a bracket. Possessive, so that no input makes it go back.
_BRACKET: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)

_BROKEN: Final = N_("%(file)s, line %(line)s: the JSON is broken there (%(reason)s). Export the file again.")
_LONG_NUMBER: Final = N_("%(file)s holds a number of thousands of digits: export the file again.")
_TOO_DEEP: Final = N_("%(file)s nests deeper than %(limit)s levels: it is not a laydown.")
_TOO_MANY: Final = N_("%(file)s holds more than %(limit)s objects and arrays: it is not a laydown.")
_NOT_FINITE: Final = N_("%(file)s holds %(value)s where a number should be: write a number or leave the value out.")
_TWICE: Final = N_("%(file)s: the member “%(name)s” stands twice in one object. Keep one.")


def parse_json(text: str, file: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what ``text`` holds.

    Raises
    ------
    UnreadableInputError
        If it is too deep, has too many parts, or is broken.
    BadInputError
        If it holds NaN or infinity, or a member twice.
    """
    _measure(text, file)

    def refuse_constant(value: str) -> NoReturn:
        raise BadInputError(_NOT_FINITE, file=file, value=value)

    try:
        return json.loads(text, parse_constant=refuse_constant, object_pairs_hook=_reader_of_pairs(file))
    except json.JSONDecodeError as error:
        raise UnreadableInputError(_BROKEN, file=file, line=error.lineno, reason=error.msg) from error
    except ValueError as error:  # Python refuses integers of more than 4300 digits
        raise UnreadableInputError(_LONG_NUMBER, file=file) from error


def _measure(text: str, file: str) -> None:
    depth = containers = 0
    for match in _BRACKET.finditer(text):
        bracket = match[0]
        if bracket in "[{":
            depth, containers = depth + 1, containers + 1
        elif bracket in "]}":
            depth -= 1
        if depth > LIMITS.json_depth:
            raise UnreadableInputError(_TOO_DEEP, file=file, limit=LIMITS.json_depth)
        if containers > LIMITS.json_containers:
            raise UnreadableInputError(_TOO_MANY, file=file, limit=LIMITS.json_containers)


def _reader_of_pairs(file: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name, value in pairs:
            if name in members:
                raise BadInputError(_TWICE, file=file, name=shown(name))
            members[name] = value
        return members

    return read
