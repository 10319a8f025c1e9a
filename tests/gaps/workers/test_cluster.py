"""A cluster of several processes gives the same bytes, also when processes are killed on the way."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from tansiq.cli import main
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.errors import BadInputError, CancelledError
from tansiq.gaps import Picture, picture
from tansiq.gaps.workers import Errand, opened
from tansiq.gaps.workers.dask_hands import DaskHands
from tansiq.ground.model import Ground
from tansiq.language import N_

if TYPE_CHECKING:
    from tests.gaps.workers.conftest import Cluster as Running


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    made: Ground = synthetic.straight_ground()
    return made


@pytest.fixture(scope="module")
def laydown(synthetic: ModuleType, ground: Ground) -> Laydown:
    posts = [
        synthetic.make_post(
            ground, f"P{n:02d}", "north" if n % 2 else "south", (700.0 + 780 * n, 4000.0 + 170 * n), range_m=3000.0,
            reaction=reaction, confirmed_at=synthetic.EARLIER if n % 5 else synthetic.LONG_AGO,
        )
        for n, reaction in enumerate([None, ReactionElement("vehicle", 5.0), None, ReactionElement("foot", 2.0)] * 6)
    ]  # fmt: skip
    made: Laydown = synthetic.make_laydown(posts)
    return made


@pytest.fixture(scope="module")
def plain(ground: Ground, laydown: Laydown) -> Picture:
    return picture(ground, laydown)


def same(one: Picture, two: Picture) -> bool:
    """Compare everything a picture says."""
    for name in ("state", "unsure"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    for ours, theirs in zip(one.layers, two.layers, strict=True):
        for name in ("seen_by", "rate_per_min", "rate_all_per_min", "minutes", "minutes_all"):
            assert getattr(ours, name).tobytes() == getattr(theirs, name).tobytes()
    parts = ("lengths", "gaps", "pockets", "sharing_curve", "ledger", "notices")
    return all(repr(getattr(one, name)) == repr(getattr(two, name)) for name in parts)


def once(when: float, act: Callable[[], Any]) -> Callable[[float, str], None]:
    """Progress that acts once, when that share is done."""
    done: list[float] = []

    def progress(share: float, _label: str) -> None:
        if share >= when and not done:
            done.append(share)
            act()

    return progress


def tasks_at(hands: DaskHands) -> int:
    count: int = hands._client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))
    return count


@pytest.mark.parametrize("when", [0.05, 0.6], ids=["layers", "ledger"])
def test_a_worker_killed_on_the_way_changes_nothing(
    cluster: "Running", ground: Ground, laydown: Laydown, plain: Picture, when: float
) -> None:
    assert plain.ledger
    first = next(iter(cluster.workers))
    with opened(cluster.place) as hands:
        made = picture(ground, laydown, hands=hands, progress=once(when, lambda: cluster.kill(first)))
    assert first not in cluster.workers
    assert same(made, plain)
    cluster.add_worker()


def test_what_was_lent_to_workers_that_are_all_gone_is_lent_again(cluster: "Running") -> None:
    with cluster.hands() as hands:
        lent = hands.lend(np.arange(100.0))
        errands = [Errand(lambda number, array: number * array.sum(), number, (lent,)) for number in range(60)]
        results = hands.map(errands)
        assert next(results) == 0
        for worker in list(cluster.workers):
            cluster.kill(worker)
        cluster.add_worker()
        cluster.add_worker()
        assert list(results) == [number * 4950.0 for number in range(1, 60)]


def test_what_a_worker_is_lent_it_can_use_as_it_is(cluster: "Running") -> None:
    with cluster.hands() as hands:
        lent = hands.lend(np.zeros((300, 400), np.float32))
        assert hands.lend(lent.array) is lent
        seen = hands.run(Errand(lambda _, array: (array.flags.c_contiguous, array.dtype.str, array.shape), 0, (lent,)))
    assert seen == (True, "<f4", (300, 400))


def test_a_refusal_on_a_worker_comes_back_in_words(cluster: "Running") -> None:
    def refuse(name: str) -> None:
        raise BadInputError(N_("Post %(id)s is nowhere."), id=name)

    with cluster.hands() as hands, pytest.raises(BadInputError, match="Post P7 is nowhere") as refused:
        hands.run(Errand(refuse, "P7"))
    assert refused.value.fields == {"id": "P7"}


def test_stopping_takes_back_what_was_asked_for(cluster: "Running", ground: Ground, laydown: Laydown) -> None:
    def stop() -> None:
        raise CancelledError(N_("Stopped."))

    with cluster.hands() as hands:
        with pytest.raises(CancelledError):
            picture(ground, laydown, hands=hands, progress=once(0.05, stop))
        hands._scattered.clear()
        for _ in range(600):
            gc.collect()  # what was raised holds on to what was asked for, in a ring
            if not tasks_at(hands):
                break
            time.sleep(0.1)
        assert tasks_at(hands) == 0


def test_progress_goes_up_to_the_end(cluster: "Running", ground: Ground, laydown: Laydown) -> None:
    told: list[float] = []
    with cluster.hands() as hands:
        picture(ground, laydown, hands=hands, ledger=False, progress=lambda done, _label: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert sum(0 < share < 0.3 for share in told) > 3


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("ground")
    ground, laydown = folder / "ground", folder / "laydown.geojson"
    run("exercise", "sketch", ground, "--cell", 4000)
    run("exercise", "laydown", ground, laydown)
    return ground, laydown


def run(*words: object) -> None:
    result = CliRunner().invoke(main, ["--lang", "en", *(str(word) for word in words)])
    assert result.exit_code == 0, result.output


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


@pytest.mark.parametrize(
    "words",
    [("gaps",), ("site", "--joint-posts", 2, "--reaction", 1, "--watch", 1, "--candidates", 40)],
    ids=lambda words: words[0],
)
def test_the_commands_write_the_same_bytes(
    cluster: "Running", files: tuple[Path, Path], tmp_path: Path, words: tuple[object, ...]
) -> None:
    command, *more = words
    run(command, *files, tmp_path / "here", *more)
    run(command, *files, tmp_path / "there", *more, "--on", cluster.on)
    here, there = dict(contents(tmp_path / "here")), dict(contents(tmp_path / "there"))
    assert len(here) > 2
    assert here == there


def test_pieces_are_run_by_other_processes(cluster: "Running") -> None:
    with opened(cluster.place) as hands:
        processes = set(hands.map(Errand(lambda _: os.getpid(), number) for number in range(20)))
    assert processes == {process.pid for process in cluster.workers.values()}
