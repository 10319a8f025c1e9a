"""Founding the demonstration: whole, true, or not at all."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tansiq.centre.configuration import read_folder
from tansiq.centre.demonstration import making, roots
from tansiq.centre.demonstration.cast import CENTRES, JOINT, PARTIES
from tansiq.centre.demonstration.making import Founding, FoundingError, InUseError, alone
from tansiq.errors import CancelledError
from tansiq.journal.keys import parse_roots


def run(*arguments: object) -> str:
    """Run a command in a process of its own, as Django is loaded on one centre only."""
    command = [sys.executable, "-m", "tansiq", "--lang", "en", *map(str, arguments)]
    done = subprocess.run(command, env=making.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_three_fictional_centres_stand_each_on_its_own_parties_roots(exercise: Path) -> None:
    agreed = parse_roots((exercise / roots.ROOTS).read_bytes())
    for cast in CENTRES:
        identity = read_folder(exercise / cast.name).identity
        assert identity is not None
        assert (identity.fictional, identity.demonstration, identity.party_ids) == (True, True, cast.parties)
        own = parse_roots((identity.journal / "roots").read_bytes())
        assert own == {party: agreed[party] for party in cast.parties}


def test_the_joint_centre_keeps_what_it_promises(exercise: Path) -> None:
    assert "keeps its promises" in run("centre", "check", exercise / JOINT)


def test_the_agreement_s_proof_verifies_with_both_roots_and_was_signed_by_both(exercise: Path) -> None:
    told = run("verify", exercise / "agreement.tlog-proof", "--trust", exercise / roots.ROOTS)
    assert "agreement.tlog-proof verifies" in told
    assert all(f"{party[:3]}-signatory-1" in told for party in PARTIES)


def test_founding_again_changes_nothing(exercise: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in exercise.rglob("*") if path.is_file()}
    assert Founding(exercise).run() == exercise
    assert {path: path.stat().st_mtime_ns for path in exercise.rglob("*") if path.is_file()} == before


def test_stopped_founding_leaves_nothing(tmp_path: Path) -> None:
    begun = threading.Event()
    founding = Founding(tmp_path / "centres" / "one")
    stopper = threading.Thread(target=lambda: (begun.wait(), founding.stop()))
    stopper.start()
    with pytest.raises(CancelledError):
        founding.run(lambda _done, _label: begun.set())
    stopper.join()
    assert list((tmp_path / "centres").iterdir()) == []


def test_a_centre_that_cannot_be_founded_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making.sys, "executable", "/bin/false")  # type: ignore[attr-defined]  # the module it imports
    with pytest.raises(FoundingError, match="could not be founded"):
        Founding(tmp_path / "one").run()
    assert list(tmp_path.iterdir()) == []


def test_only_one_process_holds_a_demonstration(tmp_path: Path) -> None:
    with alone(tmp_path / "one"), pytest.raises(InUseError, match="already"), alone(tmp_path / "one"):
        pass
    with alone(tmp_path / "one"):
        assert (tmp_path / "one.lock").exists()


def test_another_version_s_centres_are_taken_away_unless_somebody_serves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Founding, "_found_all", lambda _founding: None)
    for name in ("old", "served"):
        (tmp_path / name).mkdir()
    with alone(tmp_path / "served"):
        Founding(tmp_path / "new").run()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["new", "served"]


def test_a_centre_s_process_is_told_of_no_other_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_CENTRE", "/elsewhere")
    monkeypatch.setenv("TANSIQ_LANG", "ckb")
    assert "TANSIQ_CENTRE" not in making.environment()
    assert making.environment()["TANSIQ_LANG"] == "ckb"
    assert making.environment()["PATH"] == os.environ["PATH"]
