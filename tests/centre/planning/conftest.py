"""A joint centre with a small ground and both parties' posts, and planners of either party at it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.centre.picture.scene import Scene
from tansiq.centre.planning import desks
from tansiq.domain.laydown import Laydown
from tests.centre.conftest import MadeUpGround
from tests.centre.founded import FEDERAL, REGIONAL, Founded
from tests.centre.signed_in import signed_in

PARTIES = {"north": FEDERAL, "south": REGIONAL}


@pytest.fixture(scope="session")
def forces(laydown: Laydown) -> Laydown:
    """The made-up laydown, of the centre's own two parties."""
    posts = tuple(replace(post, party=PARTIES[post.party].id) for post in laydown.posts)
    parties = tuple(replace(PARTIES[party.id], side=party.side) for party in laydown.parties)
    return replace(laydown, posts=posts, parties=parties)  # type: ignore[arg-type]  # two of them


@pytest.fixture(scope="session")
def planned_on(ground: MadeUpGround, forces: Laydown) -> Engine:
    engine = Engine("fedcba987654", lambda: Scene(ground, forces), service.make_computer)
    assert engine.scene(60.0) is not None
    return engine


@pytest.fixture
def bar(centre: Founded, planned_on: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Founded]:
    monkeypatch.setattr(service, "_installed", [planned_on])
    yield centre
    for desk in list(desks._desks.values()):
        desk.close()
    desks._desks.clear()


@pytest.fixture
def planner(bar: Founded) -> Client:
    del bar
    return signed_in("fed-plan-1", "federal", ["planner"])


@pytest.fixture
def partner(bar: Founded) -> Client:
    del bar
    return signed_in("reg-plan-1", "regional", ["planner"])


@pytest.fixture
def viewer(bar: Founded) -> Client:
    del bar
    return signed_in("fed-view-1", "federal", ["viewer"])
