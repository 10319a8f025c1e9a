"""What of a course of action decides its picture, under a digest: part of every address of a picture.

Whoever asks for a picture by its digest is given what was put here under it; nothing else can be asked for. The digest
is keyed with the centre's secret: nobody can find out by guessing what another planner has tried.
"""

import hmac
import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from tansiq.centre.door.keys import identity
from tansiq.centre.picture.shelf import Shelf
from tansiq.centre.planning.bodies import EMPTY, course_of
from tansiq.centre.versions import DIGEST_LETTERS
from tansiq.domain.course import Course
from tansiq.journal.json_strict import canonical

_DECIDING: Final = ("put", "silenced", "withdrawn")
_IN_MEMORY: Final = 512
_remembered: Final[dict[str, Mapping[str, Any]]] = {}
_changing: Final = threading.Lock()


def key_of(scene: str, parts: Mapping[str, Any]) -> str:
    """Return the digest of what decides the picture of a course on ``scene``, and remember what it stands for."""
    deciding = {name: parts[name] for name in _DECIDING}
    said = scene.encode() + canonical(deciding)
    key = hmac.new(settings.SECRET_KEY.encode(), said, "sha256").hexdigest()[:DIGEST_LETTERS]
    with _changing:
        _remembered.pop(key, None)
        _remembered[key] = deciding
        while len(_remembered) > _IN_MEMORY:
            del _remembered[next(iter(_remembered))]
    return key


def keep(key: str) -> None:
    """Have the digest's course found also after the centre was started again."""
    deciding = _remembered.get(key)
    name = f"contents/{key}.json"
    if deciding is not None and _shelf().get(name) is None:
        _shelf().put(name, json.dumps(deciding, ensure_ascii=False).encode())


def course_called(key: str) -> Course | None:
    """Return the course of that digest, without title, areas and checkpoints; None if nobody has asked for it."""
    deciding = _remembered.get(key)
    if deciding is None:
        kept = _shelf().get(f"contents/{key}.json")
        deciding = json.loads(kept) if kept else None
    return None if deciding is None else course_of({**EMPTY, **deciding}, key=key, title={})


def _shelf() -> Shelf:
    return Shelf(identity().folder / "cache" / "planning")
