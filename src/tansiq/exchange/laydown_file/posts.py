"""Posts from their rows."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from tansiq.domain.post import (
    DETECT_PER_MIN_DAY,
    DETECT_PER_MIN_NIGHT,
    EYE_M,
    RANGE_DAY_M,
    RANGE_NIGHT_M,
    Mode,
    Post,
    ReactionElement,
)
from tansiq.exchange.laydown_file import limits
from tansiq.exchange.laydown_file.cells import Cells
from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.crosschecks import Placed
from tansiq.exchange.laydown_file.faults import Faults, RefusalError
from tansiq.exchange.laydown_file.parties import parse_party
from tansiq.exchange.laydown_file.place_cells import take_position
from tansiq.exchange.laydown_file.raw import Row
from tansiq.language import N_

_MODES: Final[dict[str, Mode]] = {"foot": "foot", "vehicle": "vehicle"}
_UNKNOWN_PARTY: Final = N_("“%(value)s” is not one of the two parties (%(parties)s): correct it.")
_LATER: Final = N_(
    "%(confirmed_at)s is after the laydown's own time, %(as_of)s: nobody can have confirmed the post yet. "
    "Correct one of the two."
)
_NO_READY: Final = N_("the reaction element has a mode and no minutes to leave: fill in reaction_ready_min.")
_NO_MODE: Final = N_("the reaction element has minutes to leave and no mode: write foot or vehicle.")


def read_posts(
    rows: Sequence[Row], parties: Collection[str], as_of: datetime | None, faults: Faults
) -> tuple[Placed, ...]:
    """Return the posts that could be read, in the file's order; the others are recorded as faults.

    Parameters
    ----------
    rows
        The posts' rows.
    parties
        Keys of the parties.
    as_of
        The laydown's moment, None if the file does not say.
    faults
        Where faults go.
    """
    found = (_post(Cells(row, faults), parties, as_of) for row in rows)
    return tuple(placed for placed in found if placed is not None)


def _post(cells: Cells, parties: Collection[str], as_of: datetime | None) -> Placed | None:
    identifier, names = cells.identifier(), cells.names()
    cells.need("party")
    party = cells.take("party", _one_of(parties), "")
    position = take_position(cells)
    eye_m = cells.number("eye_m", EYE_M, limits.EYE_M)
    day_m = cells.number("range_day_m", RANGE_DAY_M, limits.RANGE_M)
    night_m = cells.number("range_night_m", RANGE_NIGHT_M, limits.RANGE_M)
    day_rate = cells.number("detect_per_min_day", DETECT_PER_MIN_DAY, limits.DETECT_PER_MIN)
    night_rate = cells.number("detect_per_min_night", DETECT_PER_MIN_NIGHT, limits.DETECT_PER_MIN)
    manned, confirmed_at, reaction = cells.manned("manned"), _confirmed_at(cells, as_of), _reaction(cells)
    if position is None:
        return None
    lon_deg, lat_deg, square = position
    post = Post(
        identifier, party, names, lon_deg, lat_deg, eye_m, day_m, night_m, day_rate, night_rate,
        manned, confirmed_at, reaction,
    )  # fmt: skip
    return Placed(cells.row.place, post, square)


def _one_of(parties: Collection[str]) -> Callable[[object], str]:
    def parse(cell: object) -> str:
        key = parse_party(cell)
        if key not in parties:
            raise RefusalError(_UNKNOWN_PARTY, value=shown(key), parties=", ".join(parties))
        return key

    return parse


def _confirmed_at(cells: Cells, as_of: datetime | None) -> datetime | None:
    moment = cells.moment("confirmed_at")
    if moment is not None and as_of is not None and moment > as_of:
        said = {"confirmed_at": moment.isoformat(), "as_of": as_of.isoformat()}
        cells.fault("confirmed_at", _LATER, **said)
    return moment


def _reaction(cells: Cells) -> ReactionElement | None:
    mode = cells.choice("reaction_mode", _MODES)
    ready_min = cells.optional_number("reaction_ready_min", limits.READY_MIN)
    if cells.has("reaction_mode") and not cells.has("reaction_ready_min"):
        cells.fault("reaction_ready_min", _NO_READY)
    if cells.has("reaction_ready_min") and not cells.has("reaction_mode"):
        cells.fault("reaction_mode", _NO_MODE)
    return ReactionElement(mode, ready_min) if mode is not None and ready_min is not None else None
