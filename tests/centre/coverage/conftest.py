"""A party's own centre with ground and posts, and a joint one that coverages come to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tansiq.centre.coverage import making, received
from tansiq.centre.door import keys
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.domain.laydown import Laydown
from tests.centre import founded
from tests.centre.conftest import MadeUpGround
from tests.centre.coverage.coverages import RULE, Made, as_agreed, made, present
from tests.centre.founded import FEDERAL, Founded
from tests.centre.partners import linked
from tests.centre.partners.conftest import unproved  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def forces(laydown: Laydown) -> Laydown:
    """Both parties' posts."""
    return as_agreed(laydown, present())


@pytest.fixture(scope="session")
def federal(ground: MadeUpGround, forces: Laydown) -> Made:
    return made(ground, forces, "federal")


@pytest.fixture(scope="session")
def regional(ground: MadeUpGround, forces: Laydown) -> Made:
    return made(ground, forces, "regional")


@pytest.fixture
def scene_shown(ground: MadeUpGround, forces: Laydown, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Have the site show the ground with both parties' posts."""
    engine = Engine("0123456789ab", lambda: Scene(ground, forces), service.make_computer)
    monkeypatch.setattr(service, "_installed", [engine])
    received._verdicts.clear()
    yield engine
    received._verdicts.clear()


@pytest.fixture(scope="session")
def made_own(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Founded]:
    """The folder of the federal party's own centre."""

    def make() -> Founded:
        configuration, roots = founded.make(
            tmp_path_factory.mktemp("own") / "federal-hq", parties=(FEDERAL,), name="federal-hq"
        )
        return Founded(configuration, roots)

    return make


@pytest.fixture
def own(
    made_own: Callable[[], Founded],
    settings: Settings,
    scene_shown: Engine,  # noqa: ARG001 - used for its effect
    unproved: None,  # noqa: ARG001, F811 - as above
    anybody_may: None,  # noqa: ARG001 - as above
    db: None,  # noqa: ARG001 - opens the database
) -> Iterator[Founded]:
    """The federal party's own centre, linked with the joint one; coverage may be released."""
    standing = made_own()
    settings.CENTRE = standing.configuration
    founded.certify(standing)
    linked.adopt(release=RULE)
    yield standing
    making._works.clear()
    keys.forget_keyring()


@pytest.fixture
def bar(centre: Founded, unproved: None, anybody_may: None, scene_shown: Engine) -> Founded:  # noqa: ARG001, F811 - used for their effects
    """The joint centre, linked with both parties' own centres."""
    linked.adopt(release=RULE)
    return centre


@pytest.fixture
def folder(own: Founded) -> Path:
    return own.identity.folder
