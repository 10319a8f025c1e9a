"""Columns of other people's files turned into ours: names in three languages, residents, rank, classes."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.names import Names
from tansiq.ground.layers import Features

_KURDISH_ONLY: Final = frozenset("ێۆڵڕەڤپچگژ")
_ARABIC_SCRIPT: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_NAME_COLUMNS: Final = {
    "en": ("name_en", "nameascii", "name_latin"),
    "ar": ("name_ar",),
    "ckb": ("name_ckb", "name_ku"),
}
_RESIDENTS_COLUMNS: Final = ("residents", "population", "pop_max")
KIND_COLUMNS: Final = ("waterway", "type", "fclass", "featurecla", "class", "water", "amenity", "natural")
_RANK_BY_WORD: Final = {
    "city": 1, "town": 2, "village": 3, "suburb": 4, "neighbourhood": 4, "quarter": 4, "hamlet": 5,
    "isolated_dwelling": 5,
}  # fmt: skip
_RANK_BY_RESIDENTS: Final = ((100_000, 1), (10_000, 2), (1_000, 3), (200, 4))
LOWEST_RANK: Final = 5
_YES: Final = frozenset({"yes", "true", "t", "y", "1", "viaduct"})


def text(value: object) -> str:
    """Return a cell of a table as text, empty for missing ones."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(value).strip()


def column(features: Features, *names: str) -> NDArray[Any] | None:
    """Return the first of the named columns that is there."""
    return next((features.fields[name] for name in names if name in features.fields), None)


def first_text(features: Features, *names: str) -> list[str]:
    """Return for each feature the first of the named columns that says something, else an empty string."""
    columns = [features.fields[name] for name in names if name in features.fields]
    return [next((t for t in map(text, row) if t), "") for row in zip(*columns, strict=True)] or [""] * len(features)


def is_yes(value: object) -> bool:
    """Tell whether a cell means yes."""
    return text(value).lower().removesuffix(".0") in _YES


def names(features: Features, *, units: bool = False) -> list[Names]:
    """Return each feature's names.

    Parameters
    ----------
    features
        Read features. Columns ``name_en``, ``name_ar``, ``name_ckb``, ``name_ku``, ``nameascii`` are taken as they
        say; ``name`` goes to the language of its letters, or of ``name_script``, where that is still empty.
    units
        Whether these are administrative units: then ``adm?_en`` and ``adm?_ar`` of the lowest level count too.
    """
    found = {language: first_text(features, *columns) for language, columns in _NAME_COLUMNS.items()}
    if units:
        for language in ("en", "ar"):
            by_level = first_text(features, *_unit_columns(features, language))
            found[language] = [a or b for a, b in zip(found[language], by_level, strict=True)]
    plain, script = first_text(features, "name"), first_text(features, "name_script")
    for i, name in enumerate(plain):
        language = script_language(name, script[i])
        found[language][i] = found[language][i] or name
    return [Names(en, ar, ckb) for en, ar, ckb in zip(found["en"], found["ar"], found["ckb"], strict=True)]


def _unit_columns(features: Features, language: str) -> Sequence[str]:
    return sorted((name for name in features.fields if re.fullmatch(rf"adm\d_{language}", name)), reverse=True)


def script_language(name: str, script: str = "") -> str:
    """Return ``en``, ``ar`` or ``ckb`` for a name: by its stated script, else by its letters.

    Letters that Arabic does not have mean Kurdish; other Arabic script counts as Arabic.
    """
    stated = script.lower()
    if stated.startswith(("kurdish", "arabic")):
        return "ckb" if stated.startswith("kurdish") else "ar"
    if _KURDISH_ONLY & set(name):
        return "ckb"
    return "ar" if _ARABIC_SCRIPT.search(name) else "en"


def residents(features: Features) -> list[int | None]:
    """Return each place's residents, None where nothing usable is said (text, or a negative number)."""
    return [_count(value) for value in first_text(features, *_RESIDENTS_COLUMNS)]


def _count(value: str) -> int | None:
    digits = value.replace(",", "").replace(" ", "")
    return int(float(digits)) if re.fullmatch(r"\d{1,9}(\.\d*)?", digits) else None


def ranks(features: Features, living: Sequence[int | None]) -> list[int]:
    """Return each place's rank, 1 city to 5 hamlet or unknown: as stated, by its kind, else by its residents."""
    stated, kinds = first_text(features, "rank"), first_text(features, "place", "fclass", "kind")
    return [_rank(*each) for each in zip(stated, kinds, living, strict=True)]


def _rank(stated: str, kind: str, living: int | None) -> int:
    if re.fullmatch(r"[1-5](\.0)?", stated):
        return int(stated[0])
    if kind.lower() in _RANK_BY_WORD:
        return _RANK_BY_WORD[kind.lower()]
    return next((rank for least, rank in _RANK_BY_RESIDENTS if (living or 0) >= least), LOWEST_RANK)
