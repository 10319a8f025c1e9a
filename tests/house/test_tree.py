"""What the repository may hold, and that the tool which says so can see."""

from pathlib import Path

import pytest

from tools import tree

ROOT = Path(__file__).parents[2]


def test_the_repository_holds_nothing_that_it_must_not() -> None:
    assert tree.faults(ROOT) == []


@pytest.mark.parametrize(
    "name",
    ["a/dem.tif", "x.gpkg", "p.pbf", "lib/map.min.js", "src/static/third_party/a.js", "node_modules/a/b.js", "ar.mo"],
)
def test_fetched_files_are_recognised(name: str) -> None:
    assert tree.FETCHED.search(name)


@pytest.mark.parametrize("name", ["src/tansiq/gaps/model.py", "docs/images/map-en.png", "src/x/static/x/map.js"])
def test_our_own_files_are_not_mistaken_for_fetched_ones(name: str) -> None:
    assert not tree.FETCHED.search(name)


@pytest.mark.parametrize("top", ["home", "root", "Users", "tmp"])
def test_a_path_of_a_machine_is_seen(top: str) -> None:
    assert tree.machine_paths(Path("a.py"), f"x = 1\nopen('/{top}/somebody/dem')") == [
        "a.py:2: names a path of one machine"
    ]


def test_an_address_is_not_a_path_of_a_machine() -> None:
    assert tree.machine_paths(Path("a.py"), "https://example.org/home/page and ./home/x") == []
