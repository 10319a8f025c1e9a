"""``tansiq verify`` as a person meets it: folders, files, roots, exit codes, words."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tansiq.cli import main
from tansiq.journal.audit import make_excerpt
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder, MemoryFiles
from tests.journal.writing import BAR, CERTIFICATES, ROOTS, log_of, record, story

STORY = story()
LOG = log_of(STORY)


def laid_out(files: MemoryFiles, folder: Path) -> Path:
    for name, data in files.items():
        Folder(folder).write(name, data)
    return folder


def verify(*words: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "verify", *map(str, words)])


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    (tmp_path / "roots.txt").write_bytes(write_roots(ROOTS))
    return tmp_path / "roots.txt"


def test_a_log_verifies(tmp_path: Path, trust: Path) -> None:
    told = verify(laid_out(LOG, tmp_path / "log"), "--trust", trust)
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[-1] == f"{tmp_path / 'log'} verifies."
    assert not [line for line in told.stdout.splitlines() if line.startswith("?")]


def test_without_roots_a_line_is_for_people_to_judge(tmp_path: Path) -> None:
    told = verify(laid_out(LOG, tmp_path / "log"))
    assert told.exit_code == 0
    assert [line[:31] for line in told.stdout.splitlines() if line.startswith("?")] == [
        "? The roots were taken from the"
    ]


def test_every_log_of_a_centre_is_checked(tmp_path: Path, trust: Path) -> None:
    laid_out(LOG, tmp_path / "centre" / "journal")
    release = laid_out(log_of(story(2)), tmp_path / "centre" / "releases" / "regional")
    told = verify(tmp_path / "centre", "--trust", trust)
    assert told.exit_code == 0, told.output
    assert told.stderr.count("Checking") == 2
    (release / "checkpoint").write_bytes((release / "checkpoint").read_bytes().replace(b"tansiq.", b"Tansiq."))
    assert verify(tmp_path / "centre", "--trust", trust).exit_code == 7


def test_a_flipped_byte_is_found_and_named(tmp_path: Path, trust: Path) -> None:
    folder = laid_out(LOG, tmp_path / "log")
    bundle = folder / f"tile/entries/000.p/{len(STORY)}"
    data = bytearray(bundle.read_bytes())
    data[-1] ^= 1
    bundle.write_bytes(bytes(data))
    told = verify(folder, "--trust", trust)
    assert told.exit_code == 7
    assert f"Entry {len(STORY) - 1} in tile/entries/000.p/{len(STORY)} was altered" in told.stderr


def test_a_rewritten_history_is_found_with_the_head_kept(tmp_path: Path, trust: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(LOG["checkpoint"])
    folder = laid_out(log_of([*STORY[:-1], record(object="instead")]), tmp_path / "log")
    assert verify(folder, "--trust", trust).exit_code == 0
    told = verify(folder, "--trust", trust, "--earlier", kept)
    assert told.exit_code == 7
    assert "two histories" in told.stderr


def test_a_record_with_its_proof_verifies_alone(tmp_path: Path, trust: Path) -> None:
    proof = tmp_path / "item.tlog-proof"
    proof.write_bytes(make_excerpt(LOG, 9, [each.entry for each in CERTIFICATES]))
    told = verify(proof, "--trust", trust)
    assert told.exit_code == 0, told.output
    assert "entry 9 of log tansiq.example/bar/journal" in told.stdout
    proof.write_bytes(proof.read_bytes().replace(b"index 9", b"index 8"))
    assert verify(proof, "--trust", trust).exit_code == 7


def test_a_record_without_a_proof_shows_its_signature(tmp_path: Path) -> None:
    (tmp_path / "item.record").write_bytes(record().entry)
    (tmp_path / "keys").write_text(f"federal {BAR.key}\n", encoding="utf-8")
    told = verify(tmp_path / "item.record", "--trust", tmp_path / "keys")
    assert told.exit_code == 0, told.output
    assert "? Without a proof" in told.stdout


def test_what_cannot_be_checked_says_why(tmp_path: Path, trust: Path) -> None:
    (tmp_path / "other").write_bytes(b"hello")
    assert verify(tmp_path / "other").exit_code == 2  # without roots there is nothing to check it by
    assert verify(tmp_path / "other", "--trust", trust).exit_code == 3
    assert verify(tmp_path / "gone").exit_code == 3
    assert verify(tmp_path, "--trust", trust).exit_code == 3
    assert verify(tmp_path, "--trust", tmp_path / "other").exit_code == 4
    laid_out(LOG, tmp_path / "journal")
    laid_out(LOG, tmp_path / "releases" / "a")
    assert verify(tmp_path, "--earlier", trust).exit_code == 2


@pytest.mark.parametrize("lang", ["ar", "ckb"])
def test_both_sentences_of_a_failure_are_in_the_readers_language(tmp_path: Path, lang: str) -> None:
    folder = laid_out(MemoryFiles(LOG) | {"roots": b"?\n"}, tmp_path / "log")  # type: ignore[arg-type]  # a plain dict
    told = verify(folder, lang=lang)
    assert told.exit_code == 7
    assert "is not as the log wrote it" not in told.stderr
    assert "A public key is written" not in told.stderr
