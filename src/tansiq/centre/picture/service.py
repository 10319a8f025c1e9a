"""The engine that serves this process's centre."""

from functools import cache

from django.conf import settings

from tansiq.centre.configuration import Configuration
from tansiq.centre.picture import sources
from tansiq.centre.picture.engine import Computer, Engine
from tansiq.centre.picture.scene import Scene, opener, scene_key

_installed: list[Engine] = []


def install(engine: Engine) -> None:
    """Serve ``engine`` from now on (tests, and programs that bring their own scene)."""
    _installed[:] = [engine]


def current() -> Engine | None:
    """Return the centre's engine, None if the centre has neither ground nor laydown yet."""
    return _installed[0] if _installed else _configured(settings.CENTRE)


def called(key: str) -> Engine | None:
    """Return the engine of that key: the centre's own, or one of another source."""
    own = current()
    return own if own is not None and own.key == key else sources.engine_called(key)


@cache
def _configured(configuration: Configuration) -> Engine | None:
    if configuration.folder is None or configuration.ground is None or configuration.laydown is None:
        return None
    key = scene_key(configuration.ground, configuration.laydown)
    open_scene = opener(configuration.ground, configuration.laydown)
    return Engine(key, open_scene, make_computer, configuration.folder / "cache")


def make_computer(scene: Scene) -> Computer:
    """Return what computes pictures of ``scene``."""
    # Loads numba, which takes longer than a page may take to answer: only the worker comes here.
    from tansiq.centre.picture.compute import PictureComputer  # noqa: PLC0415

    return PictureComputer(scene)
