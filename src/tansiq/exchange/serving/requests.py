"""What may be asked: each request spelt in one way, and everything else not understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_NAME: Final = rb"([a-z0-9][a-z0-9-]{0,63})"
_TO: Final = re.compile(rb"/to/" + _NAME + rb"/([a-z0-9./]{1,200})")
_FROM: Final = re.compile(rb"/from/" + _NAME + rb"/receipt")
_TILE: Final = re.compile(rb"tile/(?:[0-9]|entries)/(?:x[0-9]{3}/){0,4}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?")
_ATTACHMENT: Final = re.compile(rb"attachment/[0-9a-f]{64}")
_NUMBER: Final = re.compile(rb"0|[1-9][0-9]{0,15}")
_QUERIES: Final[Mapping[bytes, frozenset[bytes]]] = {
    b"checkpoint": frozenset({b"beyond", b"wait"}), b"entries": frozenset({b"first", b"end"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was understood.

    Attributes
    ----------
    partner
        The centre that its address names: it may be asked by nobody else.
    what
        ``checkpoint``, ``roots``, ``tile``, ``entries``, ``attachment``, ``receipt`` (one we gave), ``give`` (theirs).
    file
        Name of the file within the log's folder, where it is about one.
    numbers
        What the query says.
    """

    partner: str
    what: str
    file: str
    numbers: Mapping[str, int]


def understand(method: str, raw_path: bytes, query: bytes) -> Request | None:
    """Return what is asked; None if it is nothing that may be."""
    if found := _FROM.fullmatch(raw_path):
        return Request(found[1].decode(), "receipt", "", {}) if (method, query) == ("GET", b"") else None
    found = _TO.fullmatch(raw_path)
    if found is None:
        return None
    partner, file = found[1].decode(), found[2]
    if (method, file, query) == ("POST", b"receipt", b""):
        return Request(partner, "give", "", {})
    numbers = _numbers(query, _QUERIES.get(file, frozenset()))
    what = _what(file)
    return (
        None if method != "GET" or what is None or numbers is None else Request(partner, what, file.decode(), numbers)
    )


def _what(file: bytes) -> str | None:
    if file in {b"checkpoint", b"roots", b"entries"}:
        return file.decode()
    if _TILE.fullmatch(file):
        return "tile"
    return "attachment" if _ATTACHMENT.fullmatch(file) else None


def _numbers(query: bytes, allowed: frozenset[bytes]) -> dict[str, int] | None:
    """Return the numbers a query holds; None if it holds anything else, or one twice."""
    numbers: dict[str, int] = {}
    for part in query.split(b"&") if query else ():
        name, _, value = part.partition(b"=")
        if name not in allowed or name.decode() in numbers or not _NUMBER.fullmatch(value):
            return None
        numbers[name.decode()] = int(value)
    return numbers
