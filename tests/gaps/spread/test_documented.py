"""What the document says of the defaults is what they are."""

from pathlib import Path

import pytest

from tansiq.gaps.spread.assumptions import ASSUMPTIONS, DEFAULTS, Assumption
from tansiq.gaps.spread.shapes import WORDS

DOCUMENT = Path(__file__).parents[3] / "docs" / "sureness.md"


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=lambda one: one.name)
def test_every_default_stands_in_the_document_with_its_figures_and_its_reason(assumption: Assumption) -> None:
    rows = DOCUMENT.read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if row.startswith(f"| `{assumption.name}` |")]
    _, _, says, default, why, _ = (part.strip() for part in row.split("|"))
    spread = DEFAULTS[assumption.name]
    figures = {"low": spread.low, "high": spread.high, "sigma": spread.sigma}
    said = [f"{word} {figures.get(word, spread.middle):.4g}" for word in WORDS[spread.shape]]
    assert says == assumption.says
    assert default == f"{spread.shape}: " + ", ".join(said).removeprefix("chance ")
    assert why == spread.reason
