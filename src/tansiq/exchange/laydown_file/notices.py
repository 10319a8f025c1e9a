"""What a reader should know about a laydown that is not wrong."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tansiq.domain.names import Names
from tansiq.exchange.laydown_file.characters import western_digits
from tansiq.exchange.laydown_file.crosschecks import Placed
from tansiq.exchange.laydown_file.limits import COARSE_M
from tansiq.exchange.laydown_file.raw import RawLaydown
from tansiq.ground.model import Notice
from tansiq.language import N_

LISTED: Final = 5
_LONG_NUMBER: Final = re.compile(r"\d(?:[\s.-]?\d){6,}")
_COARSE: Final = N_(
    "%(file)s: %(count)s posts are given to %(metres)s m or coarser and stand in the middle of their squares "
    "(%(posts)s): what they see can be far from true."
)
_NUMBERS: Final = N_(
    "%(file)s: %(count)s names hold a long number (%(posts)s). If it is a telephone, identity or plate number, "
    "remove it: Tansiq takes nothing about persons."
)
_UNREAD: Final = N_("%(file)s: these sheets are not part of a laydown and were not read: %(sheets)s.")
_NO_TIME: Final = N_(
    "%(file)s does not say which moment it describes (as_of): give the moment with every picture made from it."
)


def listed(ids: Sequence[str]) -> str:
    """Return the first few ids, and … where there are more."""
    return ", ".join(ids[:LISTED]) + (", …" if len(ids) > LISTED else "")


def notices_of(placed: Sequence[Placed], raw: RawLaydown, *, dated: bool) -> tuple[Notice, ...]:
    """Return the notices about a laydown's posts and file."""
    coarse = [item.post.id for item in placed if item.square is not None and item.square.side_m > COARSE_M]
    numbered = [item.post.id for item in placed if _holds_long_number(item.post.names)]
    return tuple(_found(raw, coarse, numbered, dated=dated))


def _found(raw: RawLaydown, coarse: Sequence[str], numbered: Sequence[str], *, dated: bool) -> Iterable[Notice]:
    file = raw.file
    if coarse:
        fields = {"file": file, "count": len(coarse), "metres": "1000", "posts": listed(coarse)}
        yield Notice("coarse-position", _COARSE, fields)
    if numbered:
        yield Notice("number-in-name", _NUMBERS, {"file": file, "count": len(numbered), "posts": listed(numbered)})
    if raw.unread:
        yield Notice("unread-sheets", _UNREAD, {"file": file, "sheets": ", ".join(raw.unread)})
    if not dated:
        yield Notice("no-time", _NO_TIME, {"file": file})


def _holds_long_number(names: Names) -> bool:
    return any(_LONG_NUMBER.search(western_digits(name)) for name in (names.en, names.ar, names.ckb))
