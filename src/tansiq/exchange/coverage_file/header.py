"""The header of a coverage file: one line of canonical JSON."""

import re
from collections.abc import Mapping
from typing import Any, Final

from tansiq.domain.time import Window
from tansiq.exchange.coverage_file.errors import MalformedCoverageError
from tansiq.exchange.coverage_file.limits import HEADER
from tansiq.gaps.coverage.lattice import Lattice
from tansiq.gaps.coverage.model import Assumed, Coverage
from tansiq.gaps.coverage.steps import Steps
from tansiq.journal.json_strict import Json, canonical, read_canonical
from tansiq.journal.times import read_time, write_time
from tansiq.language import N_

_PARTY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_FORMS: Final[Mapping[str, type]] = {
    "assumed": dict, "at": str, "cell_m": int, "draws": int, "fictional": bool, "ground": str, "lattice": dict,
    "party": str, "steps": dict, "valid_until": str, "window": str,
}  # fmt: skip
_WHOLE: Final[Mapping[str, frozenset[str]]] = {
    "assumed": frozenset({"refraction_ppm", "stale_after_min", "target_mm"}),
    "lattice": frozenset({"cols", "east", "north", "rows"}),
}
_STEPS: Final = frozenset({"minutes", "rates_per_1000_min"})
COMMON: Final = ("assumed", "at", "cell_m", "draws", "fictional", "ground", "steps", "valid_until", "window")
"""What the record's body says as well."""


def write_header(coverage: Coverage) -> bytes:
    """Return the header line without its end."""
    return canonical(said_in_header(coverage))


def said_in_header(coverage: Coverage) -> dict[str, Json]:
    """Return what the header says of ``coverage``."""
    lattice, assumed, steps = coverage.lattice, coverage.assumed, coverage.steps
    return {
        "assumed": {
            "refraction_ppm": assumed.refraction_ppm,
            "stale_after_min": assumed.stale_after_min,
            "target_mm": assumed.target_mm,
        },
        "at": write_time(coverage.at),
        "cell_m": lattice.cell_m,
        "draws": coverage.draws,
        "fictional": coverage.fictional,
        "ground": f"sha256:{coverage.ground}",
        "lattice": {"cols": lattice.cols, "east": lattice.east, "north": lattice.north, "rows": lattice.rows},
        "party": coverage.party,
        "steps": {"minutes": list(steps.minutes), "rates_per_1000_min": list(steps.rates_per_1000_min)},
        "valid_until": write_time(coverage.valid_until),
        "window": coverage.window.value,
    }


def read_header(line: bytes) -> dict[str, Any]:
    """Return the fields of :class:`Coverage`, all but ``codes``.

    Raises
    ------
    MalformedCoverageError
        If a field is missing, unknown or of another form.
    BadInputError
        If it is not canonical JSON, or says what no coverage can be.
    """
    said = read_canonical(line, HEADER)
    if not isinstance(said, dict) or said.keys() != _FORMS.keys():
        raise _malformed(name="header")
    for name, form in _FORMS.items():
        if type(said[name]) is not form:
            raise _malformed(name)
    fields: dict[str, Any] = said
    whole = {name: _whole(fields[name], name, keys) for name, keys in _WHOLE.items()}
    return {
        "party": _matching(_PARTY, fields["party"], "party"),
        "window": _window(fields["window"]),
        "at": read_time(fields["at"]),
        "valid_until": read_time(fields["valid_until"]),
        "fictional": fields["fictional"],
        "ground": _matching(_DIGEST, fields["ground"], "ground").removeprefix("sha256:"),
        "assumed": Assumed(**whole["assumed"]),
        "lattice": Lattice(cell_m=fields["cell_m"], **whole["lattice"]),
        "steps": _steps(fields["steps"]),
        "draws": fields["draws"],
    }


def _whole(said: dict[str, Any], name: str, keys: frozenset[str]) -> dict[str, int]:
    if said.keys() != keys or any(type(value) is not int for value in said.values()):
        raise _malformed(name)
    return said


def _steps(said: dict[str, Any]) -> Steps:
    lists = said.values()
    if said.keys() != _STEPS or not all(type(each) is list and all(type(one) is int for one in each) for each in lists):
        raise _malformed(name="steps")
    return Steps(tuple(said["rates_per_1000_min"]), tuple(said["minutes"]))


def _matching(form: re.Pattern[str], said: str, name: str) -> str:
    if form.fullmatch(said) is None:
        raise _malformed(name)
    return said


def _window(said: str) -> Window:
    if said not in tuple(Window):
        raise _malformed(name="window")
    return Window(said)


def _malformed(name: str) -> MalformedCoverageError:
    return MalformedCoverageError(N_("The header of the coverage is not of its form: %(name)s."), name=name)
