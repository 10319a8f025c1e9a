"""Centres that came back from an old copy, or are two at once: nothing forks unseen, and there is evidence."""

import shutil
from pathlib import Path

from tests.faults.exchange.nodes import (
    BAR,
    FEDERAL,
    Node,
    Workplace,
    at_work,
    check_link,
    digests,
    linked,
    point,
    size,
    until,
    wait_for,
)


def backed_up(node: Node) -> Path:
    made = node.home / f"{node.name}-backup"
    told = node.centre("backup", made, "--keys")
    assert told.code == 0, told.err
    return made


def restored(node: Node, backup: Path) -> None:
    """Put the centre in place of itself from a backup, as its people do after losing the machine."""
    lost = node.folder.rename(node.folder.with_name(f"{node.name}-lost"))
    told = node.run("tansiq", "centre", "restore", backup, node.folder)
    assert told.code == 0, told.err
    shutil.copy(lost / "keys" / "centre.passphrase", node.folder / "keys")
    shutil.copy(lost / "secret-key", node.folder)
    for name in ("exchange.crt", "exchange.key", "blinding.secret"):
        if not (node.folder / "keys" / name).exists():
            shutil.copy(lost / "keys" / name, node.folder / "keys")
    shutil.copy(lost / "exchange.toml", node.folder)
    shutil.rmtree(lost)


def faults(place: Workplace) -> set[str]:
    return {fault for _, fault, _ in place.call("alarms")}


def check_evidence(node: Node) -> None:
    files = node.evidence()
    assert files
    for file in files:
        told = node.run("tansiq", "verify", file, "--trust", node.home / "roots.txt")
        assert told.code == 0, told.out + told.err


def exchanged(hq: Node, bar: Node, seed: int) -> tuple[list[str], list[str]]:
    """Let both write, and everything arrive."""
    with at_work(hq, bar) as (ours, theirs):
        said, answered = ours.say(6, seed), theirs.say(6, seed)
        ours.run_exchange()
        theirs.run_exchange()
        wait_for(hq, bar, *said)
        wait_for(bar, hq, *answered)
        ours.stop_exchange()
        theirs.stop_exchange()
    return said, answered


def test_a_restored_centre_takes_over_again_what_it_lost_and_releases_nothing_over_what_it_forgot(home: Path) -> None:
    hq, bar = linked(home, FEDERAL, BAR)
    said, _ = exchanged(hq, bar, 1)
    backup = backed_up(bar)
    more, _ = exchanged(hq, bar, 2)
    forgotten = digests(hq.received(bar))
    restored(bar, backup)
    with at_work(hq, bar) as (ours, theirs):
        ours.run_exchange()
        theirs.run_exchange()
        wait_for(hq, bar, *said, *more)  # theirs: complete again
        until(lambda: "own_stale_restore" in faults(theirs), "the restored centre says that it forgot")
        theirs.say(3, 3)
        hq_has = size(hq.received(bar))
        ours.say(3, 4)
        wait_for(hq, bar, *digests(hq.released(bar)))  # time enough for a release, had there been one
        ours.stop_exchange()
        theirs.stop_exchange()
        assert size(bar.released(hq)) < hq_has == len(forgotten)
        assert digests(hq.received(bar)) == forgotten
        check_link(hq, bar, *said, *more)


def test_two_heads_of_one_size_are_a_fork_that_anybody_can_check(home: Path) -> None:
    hq, bar = linked(home, FEDERAL, BAR)
    exchanged(hq, bar, 1)
    shutil.copytree(hq.folder, home / "twin")
    with at_work(hq, bar) as (ours, theirs):
        [said] = [ours.call("say_one", "The bridge is open.", ["regional"])]
        ours.run_exchange()
        theirs.run_exchange()
        wait_for(hq, bar, said)
        ours.stop_exchange()
        theirs.stop_exchange()
    kept = digests(bar.received(hq))
    shutil.rmtree(hq.folder)
    (home / "twin").rename(hq.folder)  # the old copy goes on, and has not heard from anybody
    point(hq, {})
    with at_work(hq, bar) as (ours, theirs):
        ours.call("say_one", "The bridge is closed.", ["regional"])
        ours.run_exchange()
        theirs.run_exchange()
        until(lambda: "fork" in faults(theirs), "the fork is seen")
        ours.stop_exchange()
        theirs.stop_exchange()
    assert digests(bar.received(hq)) == kept
    check_evidence(bar)
