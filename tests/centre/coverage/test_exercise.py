"""The exercise's own centres: each shows its own posts alone, told for today, and releases what they see and reach."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tansiq.centre import configuration
from tansiq.centre.coverage.releasing import given
from tansiq.centre.demonstration.cast import cast_of
from tansiq.centre.demonstration.covering import Covering
from tansiq.centre.demonstration.own_posts import own_posts, show_own
from tansiq.domain.laydown import Laydown
from tansiq.exchange import laydown_file
from tests.centre.conftest import AT
from tests.centre.founded import Founded
from tests.centre.signed_in import open_account


def test_own_posts_are_one_partys_and_as_old_as_they_were(laydown: Laydown) -> None:
    now = AT + timedelta(days=30, seconds=20)
    own = own_posts(laydown, "north", now)
    assert own.as_of == AT + timedelta(days=30)
    assert [post.id for post in own.posts] == ["N001", "N002", "N003", "N004"]
    before = {post.id: post.confirmed_at for post in laydown.posts}
    ages = [(own.as_of - post.confirmed_at, AT - (before[post.id] or AT)) for post in own.posts if post.confirmed_at]
    assert [now_ for now_, _ in ages] == [then for _, then in ages]
    assert [post.confirmed_at for post in own_posts(laydown, "south", now).posts][-1] is None
    assert own.parties == laydown.parties


def test_a_centre_shows_the_ground_of_the_exercise_and_keeps_who_it_is(
    own: Founded, laydown: Laydown, tmp_path: Path
) -> None:
    picture, folder = tmp_path / "picture", own.identity.folder
    configuration.write(picture, ground=Path("ground"), laydown=Path("laydown.geojson"))
    laydown_file.write(laydown, picture / "laydown.geojson")
    show_own(folder, picture, "south")
    show_own(folder, picture, "south")  # every start does it
    read = configuration.read_folder(folder)
    assert read.identity == own.identity
    assert read.ground == picture / "ground"
    assert read.laydown is not None
    assert {post.party for post in laydown_file.read(read.laydown).posts} == {"south"}
    assert tomllib.loads((folder / "centre.toml").read_text())["laydown"] == "own-posts.geojson"


def test_the_centre_releases_its_coverage_once(own: Founded) -> None:
    del own
    open_account("fed-liaison-1", "federal", ["planner"])
    for _again in range(2):
        Covering(cast_of("federal-hq"), after_s=0.0).release()
    [one] = given(None)
    assert (one.author, one.body["window"], one.valid_until > timezone.now()) == ("fed-liaison-1", "day", True)
    assert [way.name for way in one.ways] == ["bar", "regional-hq"]


def test_told_to_stop_it_releases_nothing(own: Founded) -> None:
    del own
    covering = Covering(cast_of("federal-hq"), after_s=0.0)
    covering.stop()
    covering.run()
    assert list(given(None)) == []


def test_a_joint_centre_has_nothing_to_release(bar: Founded) -> None:
    del bar
    Covering(cast_of("bar"), after_s=0.0).release()
    assert list(given(None)) == []
