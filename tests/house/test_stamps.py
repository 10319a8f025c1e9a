"""Set-up does a step once per state of its inputs, and never believes a step that failed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.stamps import Step, StepError, digest, do, is_fresh


def made_step(folder: Path, run: Callable[[], None], salt: str = "") -> Step:
    return Step(
        key="bread",
        title="bread",
        inputs=(folder / "flour",),
        outputs=(folder / "loaf",),
        run=run,
        advice="buy some",
        salt=salt,
    )


def bake(folder: Path) -> Callable[[], None]:
    return (folder / "loaf").touch


def test_a_done_step_is_fresh_until_an_input_changes(tmp_path: Path) -> None:
    (tmp_path / "flour").write_text("rye")
    step = made_step(tmp_path, bake(tmp_path))
    assert not is_fresh(step, tmp_path / "stamps")
    do(step, tmp_path / "stamps")
    assert is_fresh(step, tmp_path / "stamps")
    (tmp_path / "flour").write_text("wheat")
    assert not is_fresh(step, tmp_path / "stamps")


def test_a_step_whose_result_was_removed_is_not_fresh(tmp_path: Path) -> None:
    step = made_step(tmp_path, bake(tmp_path))
    do(step, tmp_path / "stamps")
    (tmp_path / "loaf").unlink()
    assert not is_fresh(step, tmp_path / "stamps")


def test_a_step_done_in_another_folder_is_not_fresh(tmp_path: Path) -> None:
    do(made_step(tmp_path, bake(tmp_path), salt="here"), tmp_path / "stamps")
    assert not is_fresh(made_step(tmp_path, bake(tmp_path), salt="there"), tmp_path / "stamps")


def test_a_failed_step_leaves_no_stamp_even_where_there_was_one(tmp_path: Path) -> None:
    do(made_step(tmp_path, bake(tmp_path)), tmp_path / "stamps")

    def burn() -> None:
        message = "burnt"
        raise StepError(message)

    with pytest.raises(StepError, match="burnt"):
        do(made_step(tmp_path, burn), tmp_path / "stamps")
    assert not is_fresh(made_step(tmp_path, bake(tmp_path)), tmp_path / "stamps")


def test_a_step_that_makes_nothing_has_failed(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="loaf"):
        do(made_step(tmp_path, lambda: None), tmp_path / "stamps")
    assert not (tmp_path / "stamps" / "bread").exists()


def test_digest_is_sha256_over_salt_names_and_content_digests(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    # The inner digest is the published SHA-256 of "abc" (FIPS 180-4 example).
    inner = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    expected = hashlib.sha256(f"salta\0{inner}\0missing\0absent\0".encode()).hexdigest()
    assert digest([tmp_path / "a", tmp_path / "missing"], "salt") == expected
