"""Disk full, folder read-only, clock set back, database cut off or altered: refused in words, nothing lost."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.centres import Centre, Told, copied

AN_HOUR = 60
NO_OVERRIDE = ("/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search")


def entries(centre: Centre) -> dict[int, str]:
    with sqlite3.connect(centre.folder / "centre.sqlite3") as database:
        return dict(database.execute("SELECT place, digest FROM door_entry"))


def in_words(told: Told, *codes: int) -> bool:
    """Whether it was refused with one of these codes and a sentence, not a fault of the program."""
    return told.code in codes and "Traceback" not in told.err and "tansiq: " in told.err


def holds(centre: Centre, *acknowledged: dict[int, str]) -> bool:
    """Whether everything acknowledged is there, and the centre goes on, and keeps its promises: the journal's too."""
    there = entries(centre)
    kept = all(there.get(place) == digest for each in acknowledged for place, digest in each.items())
    return kept and centre.write(2, seed=99).code == 0 and centre.check().code == 0


def test_no_file_may_grow_any_more(centre: Centre) -> None:
    size = max(path.stat().st_size for path in centre.folder.glob("centre.sqlite3*"))
    told = centre.write(10_000, seed=2, limit_bytes=size + 200_000)
    assert in_words(told, 6), told.err
    assert "Nothing was entered" in told.err
    assert holds(centre, told.acknowledged)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, where this machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["/usr/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("needs to mount a small disk; the other test does it by a limit on files")
    yield place
    subprocess.run(["/usr/bin/umount", place], check=True)


def test_the_disk_is_full(founded: Centre, small_disk: Path, tmp_path: Path) -> None:
    centre = copied(founded, small_disk / "bar")
    told = centre.write(10_000, seed=2)
    assert in_words(told, 6), told.err
    assert told.acknowledged
    assert in_words(centre.centre("backup", small_disk / "backup"), 6)
    elsewhere = copied(centre, tmp_path / "bar")  # room is made
    assert holds(elsewhere, told.acknowledged)
    checked = centre.check()
    assert checked.code == 7
    assert "! Only" in checked.out


def test_the_folder_may_only_be_read(centre: Centre) -> None:
    assert centre.write(3, seed=2).code == 0
    before = entries(centre)
    folders = [centre.folder, *(path for path in centre.folder.rglob("*") if path.is_dir())]
    for path in centre.folder.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    centre.folder.chmod(0o500)
    held = Centre(centre.folder, prefix=NO_OVERRIDE if os.geteuid() == 0 else ())
    told = held.write(3, seed=3)
    assert in_words(told, 6), told.err
    assert told.acknowledged == {}
    assert in_words(held.centre("serve", "--port", 0x7A52), 6)
    for path in folders:
        path.chmod(0o700)
    for path in centre.folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert holds(centre, before)


def test_the_clock_was_set_back(centre: Centre) -> None:
    before = entries(centre)
    late = centre.run("tests.faults.clock", -AN_HOUR, "tests.faults.writing", centre.folder, 3, 2)
    assert in_words(late, 4), late.err
    assert "Set the clock" in late.err
    assert entries(centre) == before
    checked = centre.run("tests.faults.clock", -AN_HOUR, "tansiq", "centre", "check", centre.folder)
    assert checked.code == 7
    assert "! The clock says" in checked.out
    assert holds(centre, before)


@pytest.mark.parametrize("part", [0, 2])
def test_the_database_was_cut_off(centre: Centre, part: int) -> None:
    database, good = centre.folder / "centre.sqlite3", centre.folder.with_name("good.sqlite3")
    shutil.copy(database, good)
    before = entries(centre)
    os.truncate(database, database.stat().st_size * part // 3)
    told = centre.write(1, seed=2)
    assert in_words(told, 4, 6), told.err
    assert in_words(centre.centre("serve", "--port", 0x7A53), 6)
    checked = centre.check()
    assert checked.code == 7
    assert checked.out.count("\n! ") >= 2
    assert "Traceback" not in checked.err
    # What was acknowledged still stands, signed, in the journal's files.
    assert centre.run("tansiq", "verify", centre.folder).code == 0
    for beside in centre.folder.glob("centre.sqlite3-*"):  # the write-ahead log of what was damaged
        beside.unlink()
    shutil.copy(good, database)
    assert holds(centre, before)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE door_entry SET entry = CAST(entry || X'20' AS BLOB) WHERE place = 9", "! Entry 9 of the database"),
        ("UPDATE door_entry SET author_role = 'administrator' WHERE place = 9", "! Entry 9 of the database is not"),
        ("UPDATE door_entry SET kept_at = '2026-01-01 00:00:00' WHERE place = 9", "! Entry 9 of the database is not"),
        ("DELETE FROM door_entry WHERE place = 9", "! Entry 9 is missing from the database"),
        ("UPDATE door_key SET revoked = 1", "! Tables are not what the journal's records say: Key"),
        ("UPDATE accounts_access SET count = 777", "! Tables are not"),
        ("DELETE FROM accounts_access", "! Tables are not"),
    ],
)  # fmt: skip
def test_a_row_was_altered_past_the_door(centre: Centre, change: str, said: str) -> None:
    with sqlite3.connect(centre.folder / "centre.sqlite3") as database:
        assert database.execute(change).rowcount > 0
    database.close()
    told = centre.check()
    assert told.code == 7
    assert said in told.out, told.out
    assert "Traceback" not in told.err


def test_bytes_of_the_database_were_flipped(centre: Centre) -> None:
    database = centre.folder / "centre.sqlite3"
    good = database.read_bytes()
    for at in range(0, len(good), len(good) // 5):
        page = bytearray(good)
        for offset in range(min(512, len(good) - at)):
            page[at + offset] ^= 0xFF
        database.write_bytes(page)
        told = centre.check()
        assert "Traceback" not in told.err
        if told.code == 0:  # they were on a page nobody uses
            assert "Each of the" in told.out
        else:
            assert in_words(told, 7), told.err
    database.write_bytes(good)
    assert holds(centre)


def test_keys_that_others_may_read_and_a_root_left_behind_are_told(centre: Centre, tmp_path: Path) -> None:
    (centre.folder / "keys" / "centre.key").chmod(0o644)
    told = centre.check()
    assert told.code == 7
    assert f"! Others on this machine may read {centre.folder / 'keys' / 'centre.key'}" in told.out
    (centre.folder / "keys" / "centre.key").chmod(0o600)
    fresh = Centre(tmp_path / "fresh")
    assert fresh.centre("init", "--name", "bar", "--joint", "--exercise").code == 0
    told = fresh.check()
    assert told.code == 0
    assert told.out.count("? A party's root still lies in") == 2
