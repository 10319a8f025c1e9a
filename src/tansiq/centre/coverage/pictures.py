"""The picture from two coverages that came: offered to the page of the picture beside the one from posts."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tansiq.centre.coverage import words
from tansiq.centre.coverage.received import Held, pair
from tansiq.centre.door.keys import identity
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Computer, Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.picture.sources import Source
from tansiq.centre.versions import DIGEST_LETTERS
from tansiq.domain.time import Window
from tansiq.errors import TansiqError
from tansiq.language import N_, choose_language

if TYPE_CHECKING:
    from tansiq.centre.coverage.computing import Pairs

NAME: Final = "coverages"
_KEPT: Final = 4  # engines of earlier offers, for pages that are open
_OPEN_WITHIN_S: Final = 600.0
_JUST_AFTER: Final = timedelta(milliseconds=1)
_engines: Final[dict[str, Engine]] = {}
Found: TypeAlias = "Mapping[Window, tuple[Held, Held]]"


def offered() -> Source | None:
    """Return the picture from coverages, or why there is none yet; None where no such picture belongs."""
    base, who, now = service.current(), identity(), timezone.now()
    if base is None or not who.joint:
        return None
    found = pairs(now)
    language = choose_language(translation.get_language())
    if not found:
        return Source(
            NAME, _("From coverages"), None, (_("Not both parties have released a coverage yet."),), frozenset()
        )
    says = [words.of_picture(language)]
    says += [words.of_one(each, now, language) for window in found for each in found[window]]
    says += [words.missing(window) for window in Window if window not in found]
    return Source(NAME, _("From coverages"), _engine(base, found, now), tuple(says), frozenset(found))


def find(key: str) -> Engine | None:
    """Return an engine that was offered."""
    return _engines.get(key)


def pairs(now: datetime) -> Found:
    """Return, for each part of the day for which both parties' coverage is here, the two."""
    found = {window: pair(window, now) for window in Window}
    return {window: both for window, both in found.items() if both is not None}


def moment_of(both: tuple[Held, Held], now: datetime) -> datetime:
    """Return the moment that a picture of two coverages is true for.

    While both may be trusted, the later of their own; once one has run out, the moment at which it had: the picture is
    then the same until something else changes.
    """
    out = [each.valid_until + _JUST_AFTER for each in both if each.valid_until < now]
    return max([each.at for each in both] + out)


def _engine(base: Engine, found: Found, now: datetime) -> Engine:
    moments = {window: moment_of(both, now) for window, both in found.items()}
    said = [base.key, *(f"{w} {moments[w].isoformat()} {a.record} {b.record}" for w, (a, b) in sorted(found.items()))]
    key = hashlib.sha256("\n".join(said).encode()).hexdigest()[:DIGEST_LETTERS]
    if key not in _engines:
        while len(_engines) >= _KEPT:
            _engines.pop(next(iter(_engines))).close()
        both = {window: (each, moments[window]) for window, each in found.items()}
        folder = identity().folder / "cache"
        _engines[key] = Engine(key, lambda: _scene(base, moments), lambda scene: _computer(scene, both), folder)
    return _engines[key]


def _scene(base: Engine, moments: Mapping[Window, datetime]) -> Scene:
    """Return the centre's ground and agreed terms, without any post."""
    scene = base.scene(_OPEN_WITHIN_S)
    if scene is None:
        raise TansiqError(N_("The ground is still being opened. Ask again in a minute."))
    laydown = replace(scene.laydown, posts=(), as_of=max(moments.values()))
    return Scene(scene.ground, laydown, scene.inputs)


def _computer(scene: Scene, both: "Pairs") -> Computer:
    # Loads numba, which takes longer than a page may take to answer: only the worker comes here.
    from tansiq.centre.coverage.computing import CoverageComputer  # noqa: PLC0415

    return CoverageComputer(scene, both)
