"""Spreads the parties agreed on, as a TOML file: one table an assumption. ``docs/sureness.md`` describes the format."""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.gaps.spread.assumptions import ASSUMPTIONS, BY_NAME, Assumption, Spreads
from tansiq.gaps.spread.shapes import WORDS, Shape, Spread
from tansiq.language import N_

MAX_BYTES: Final = 1 << 20
MAX_REASON: Final = 500
_MIDDLE: Final = ("mode", "median", "chance")


def read_spreads(path: Path) -> Spreads:
    """Read spreads from a TOML file; assumptions it does not name keep their default.

    Raises
    ------
    UnreadableInputError
        If the file is missing, larger than 1 MB, or not TOML.
    BadInputError
        If it says something that is unknown here or cannot be.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableInputError(N_("%(file)s has more than 1 MB. Is it a file of spreads?"), file=path)
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableInputError(
            N_("%(file)s cannot be read as TOML (%(reason)s)."), file=path, reason=reason
        ) from error
    return Spreads({name: _spread(path, name, table) for name, table in said.items()})


def _spread(path: Path, name: str, table: object) -> Spread:
    if name not in BY_NAME:
        template = N_("%(file)s says %(name)s, which is not known here. Known: %(known)s.")
        raise BadInputError(template, file=path, name=name, known=", ".join(BY_NAME))
    if not isinstance(table, dict):
        raise BadInputError(N_("%(file)s: write %(name)s as a table, under a heading."), file=path, name=name)
    shape = _shape(path, BY_NAME[name], table.get("shape"))
    _complete(path, name, shape, table)
    figures = {word: _number(path, f"{name}.{word}", table[word]) for word in WORDS[shape]}
    middle = next((figures[word] for word in _MIDDLE if word in figures), 0.0)
    made = Spread(
        shape,
        figures.get("low", 0.0),
        middle,
        figures.get("high", 1.0 if shape == "chance" else 0.0),
        figures.get("sigma", 0.0),
        _reason(path, name, table.get("reason", "")),
    )
    _check(path, BY_NAME[name], made)
    return made


def _shape(path: Path, assumption: Assumption, said: object) -> Shape:
    for shape in assumption.shapes:
        if said == shape:
            return shape
    template = N_("%(file)s: the shape of %(name)s is %(shape)s. Give one of: %(shapes)s.")
    raise BadInputError(template, file=path, name=assumption.name, shape=said, shapes=", ".join(assumption.shapes))


def _complete(path: Path, name: str, shape: Shape, table: Mapping[str, Any]) -> None:
    wanted = {"shape", *WORDS[shape]}
    if wanted <= table.keys() <= wanted | {"reason"}:
        return
    template = N_("%(file)s: %(name)s is %(shape)s, which takes %(words)s and, if you like, a reason; nothing else.")
    raise BadInputError(template, file=path, name=name, shape=shape, words=", ".join(["shape", *WORDS[shape]]))


def _number(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInputError(N_("%(file)s: %(name)s is %(value)s; give a number."), file=path, name=name, value=value)
    return float(value)


def _reason(path: Path, name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_REASON:
        template = N_("%(file)s: write the reason of %(name)s as text of at most %(most)s characters.")
        raise BadInputError(template, file=path, name=name, most=MAX_REASON)
    return value


def _check(path: Path, assumption: Assumption, spread: Spread) -> None:
    if spread.shape == "fixed":
        return
    inside = assumption.least <= spread.low <= spread.high <= assumption.most
    ordered = spread.shape == "uniform" or spread.low <= spread.middle <= spread.high
    if not (inside and ordered and (spread.shape != "lognormal" or spread.sigma > 0)):
        template = N_(
            "%(file)s: the figures of %(name)s must rise from low to high, between %(least)s and %(most)s, and sigma "
            "must be above 0. Correct them."
        )
        fields = {"name": assumption.name, "least": assumption.least, "most": assumption.most}
        raise BadInputError(template, file=path, **fields)


def spreads_toml(spreads: Spreads) -> str:
    """Return every spread, given or default, as a file that :func:`read_spreads` reads back."""
    return "\n".join(_table(one.name, spreads[one.name]) for one in ASSUMPTIONS)


def _table(name: str, spread: Spread) -> str:
    figures = {"low": spread.low, "high": spread.high, "sigma": spread.sigma}
    lines = [f"[{name}]", f'shape = "{spread.shape}"']
    lines += [f"{word} = {figures.get(word, spread.middle)!r}" for word in WORDS[spread.shape]]
    return "\n".join([*lines, f"reason = {_quoted(spread.reason)}", ""])


def _quoted(text: str) -> str:
    """Write a TOML basic string: quotes, backslashes and control characters escaped."""
    marks = {'"': '\\"', "\\": "\\\\"}
    hidden = "\x7f"
    return '"' + "".join(f"\\u{ord(c):04X}" if c < " " or c == hidden else marks.get(c, c) for c in text) + '"'
