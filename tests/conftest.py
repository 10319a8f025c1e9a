"""Fixtures for every test: the real data beside the project, and markers that CI may not skip."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
IN_CI = os.environ.get("CI", "").lower() == "true"


def skip_or_fail(reason: str) -> None:
    """Skip with a reason on a newcomer's machine; in CI nothing that matters may be skipped."""
    if IN_CI:
        pytest.fail(f"{reason} (not allowed in CI)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and public vectors beside the project."""
    if not SHARED.is_dir():
        skip_or_fail("needs the real data in ../shared, which is not there")
    return SHARED
