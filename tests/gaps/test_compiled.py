"""Machine code on disk is never older than any kernel's source."""

from pathlib import Path

import numpy as np

from tansiq.gaps.kernels.compiled import sources_digest
from tansiq.gaps.kernels.travel_front import lowest


def test_digest_changes_with_any_source(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text("from callee import f\n", encoding="utf-8")
    (tmp_path / "callee.py").write_text("f = 1\n", encoding="utf-8")
    before = sources_digest(tmp_path)
    sources_digest.cache_clear()
    assert sources_digest(tmp_path) == before
    (tmp_path / "callee.py").write_text("f = 2\n", encoding="utf-8")
    sources_digest.cache_clear()
    assert sources_digest(tmp_path) != before


def test_kernels_are_kept_in_the_digest_folder() -> None:
    assert lowest(np.array([[3.0, np.nan, 2.0]], np.float32)) == 2.0
    folder = Path(lowest.stats.cache_path)  # type: ignore[attr-defined]  # numba's dispatcher, not a plain function
    assert f"kernels-{sources_digest()}" in folder.parts
    assert list(folder.glob("travel_front.lowest-*.nb?"))
