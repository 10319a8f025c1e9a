"""A log as files: names and contents by C2SP's words and example, and the hashes by the tree they are tiles of."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.errors import UnwritableOutputError
from tansiq.journal import errors
from tansiq.journal.limits import Limits
from tansiq.journal.log import (
    Folder,
    MemoryFiles,
    TileHashes,
    append,
    bundle_path,
    decode_bundle,
    encode_bundle,
    tile_path,
    write_checkpoint,
)
from tansiq.journal.note import check_checkpoint
from tansiq.journal.tree import MemoryHashes, leaf_hash, prove_consistency, prove_inclusion, root
from tests.journal.writing import BAR

ENTRIES = [f"entry {number}".encode() for number in range(1200)]
TREE = MemoryHashes(ENTRIES)


@pytest.mark.parametrize(
    ("level", "number", "width", "name"),
    [
        (0, 1234067, 256, "tile/0/x001/x234/067"),  # the specification's example
        (0, 0, 256, "tile/0/000"),
        (3, 999, 5, "tile/3/999.p/5"),
        (0, 1000, 255, "tile/0/x001/000.p/255"),
    ],
)
def test_names_are_the_specified_ones(level: int, number: int, width: int, name: str) -> None:
    assert tile_path(level, number, width) == name


def test_a_log_of_70000_entries_has_the_tiles_the_specification_counts() -> None:
    # "273 full level 0 tiles, one partial level 0 tile of width 112, one full level 1 tile, one partial level 1 tile of
    # width 17, and one partial level 2 tile of width 1"
    files = MemoryFiles()
    append(files, 0, [b"x"] * 70_000)
    hashes = [name for name in files if "entries" not in name]
    assert len([name for name in hashes if name.startswith("tile/0/") and ".p" not in name]) == 273
    assert sorted(name for name in hashes if not name.startswith("tile/0/") or ".p" in name) == [
        "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip


def test_256_entries_make_a_full_tile_and_one_above() -> None:
    files = MemoryFiles()
    append(files, 0, ENTRIES[:256])
    assert sorted(files) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
    assert files["tile/0/000"] == b"".join(leaf_hash(entry) for entry in ENTRIES[:256])
    assert files["tile/1/000.p/1"] == root(256, TREE)
    assert files["tile/entries/000"][:9] == b"\x00\x07entry 0"


@settings(max_examples=25)
@given(st.lists(st.integers(0, 400), max_size=4))
def test_however_it_grew_the_last_tiles_are_the_same(steps: list[int]) -> None:
    grown, size = MemoryFiles(), 0
    for step in steps:
        size = append(grown, size, ENTRIES[size : size + step])
    at_once = MemoryFiles()
    append(at_once, 0, ENTRIES[:size])
    assert {name: grown[name] for name in at_once} == dict(at_once)
    assert root(size, TileHashes(grown, size)) == root(size, TREE)


@settings(max_examples=25)
@given(st.data(), st.integers(1, 1200))
def test_proofs_from_tiles_are_the_trees(data: st.DataObject, size: int) -> None:
    files = MemoryFiles()
    append(files, 0, ENTRIES[:size])
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    hashes = TileHashes(files, size)
    assert prove_inclusion(index, size, hashes) == prove_inclusion(index, size, TREE)
    assert prove_consistency(old, size, hashes) == prove_consistency(old, size, TREE)


def test_doing_it_again_writes_the_same() -> None:
    files = MemoryFiles()
    append(files, 0, ENTRIES[:300])
    before = dict(files)
    append(files, 0, ENTRIES[:300])
    append(files, 256, ENTRIES[256:300])
    assert dict(files) == before


def test_a_head_is_signed_over_the_tiles(tmp_path: Path) -> None:
    files = Folder(tmp_path)
    append(files, 0, ENTRIES[:300])
    note = write_checkpoint(files, "tansiq.example/bar/journal", 300, BAR)
    head, _ = check_checkpoint(note, [BAR.key])
    assert (head.size, head.root) == (300, root(300, TREE))
    assert files.read("checkpoint", 1000) == bytes(note)
    assert list(files.names()) == [
        "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44",
    ]  # fmt: skip


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_bundles_are_read_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries), "x") == entries


@pytest.mark.parametrize("data", [b"\0", b"\0\2a", b"\0\1ab", b"\xff\xff" + b"a" * 65_534])
def test_a_bundle_that_breaks_off_is_refused(data: bytes) -> None:
    with pytest.raises(errors.MalformedLogError, match="tile/entries/000"):
        decode_bundle(data, bundle_path(0))


@pytest.mark.parametrize("entry", [b"", b"x" * 65_536])
def test_what_cannot_be_an_entry_is_refused_before_anything_is_written(entry: bytes) -> None:
    files = MemoryFiles()
    with pytest.raises(errors.TooLargeError):
        append(files, 0, [b"good", entry])
    assert files == {}


def test_missing_short_and_long_files_are_told_apart(tmp_path: Path) -> None:
    files = MemoryFiles()
    append(files, 0, ENTRIES[:5])
    with pytest.raises(errors.MissingFileError, match=r"tile/0/000\.p/6"):
        root(6, TileHashes(files, 6))
    files["tile/0/000.p/5"] += b"x"
    with pytest.raises(errors.MalformedLogError, match="161"):
        root(5, TileHashes(files, 5))
    files["tile/0/000.p/5"] = b"x" * 9000
    with pytest.raises(errors.TooLargeError):
        root(5, TileHashes(files, 5))
    with pytest.raises(errors.MissingFileError, match="No such file"):
        Folder(tmp_path).read("checkpoint", 10)
    (tmp_path / "checkpoint").write_bytes(b"x" * 11)
    with pytest.raises(errors.TooLargeError):
        Folder(tmp_path).read("checkpoint", 10)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    files = Folder(tmp_path)
    files.write("checkpoint", b"old")
    (tmp_path / ".checkpoint.new").mkdir()
    with pytest.raises(UnwritableOutputError):
        files.write("checkpoint", b"new")
    assert files.read("checkpoint", 10) == b"old"


def test_bounds_are_the_callers() -> None:
    with pytest.raises(errors.TooLargeError):
        append(MemoryFiles(), 0, [b"abc"], Limits(record_bytes=2))
