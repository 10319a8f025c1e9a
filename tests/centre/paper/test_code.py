"""The code to scan: what lies on paper is the very pattern, as another program draws it."""

import subprocess
from io import BytesIO

import numpy as np
import qrcode  # type: ignore[import-untyped] # has no stubs
from PIL import Image

from tansiq.centre.paper import Proof, render
from tansiq.centre.paper.code import code_svg
from tests.centre.paper.pages import DIGEST, document, needs_poppler

DPI = 300
SIDE_MM = 30


def pattern(text: str) -> np.ndarray:
    """Return the modules of the code, with its quiet zone; True where it is dark."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    code.make(fit=True)
    return np.array(code.get_matrix(), dtype=bool)


def page(made: bytes) -> np.ndarray:
    """Return the first page as poppler draws it; True where it is dark."""
    options = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-"]
    drawn = subprocess.run(options, input=made, capture_output=True, check=True).stdout
    return np.array(Image.open(BytesIO(drawn)).convert("L")) < 128


@needs_poppler
def test_the_code_on_paper_is_the_pattern_of_the_digest() -> None:
    dark = page(render(document(Proof(DIGEST, "")), "en"))
    wanted = pattern(DIGEST)
    module = SIDE_MM / 25.4 * DPI / len(wanted)
    left = round(18 / 25.4 * DPI)
    column = dark[:, left : left + round(SIDE_MM / 25.4 * DPI)]
    edge = np.flatnonzero(column[:, round(4.5 * module)])  # the left edge of the finder patterns
    centres = (np.arange(len(wanted)) + 0.5) * module
    assert any(_matches(column, top - 4 * module, centres, wanted) for top in edge)


def _matches(column: np.ndarray, top: float, centres: np.ndarray, wanted: np.ndarray) -> bool:
    rows = (top + centres).astype(int)
    if rows.min() < 0 or rows.max() >= len(column):
        return False
    return bool((column[np.ix_(rows, centres.astype(int))] == wanted).all())


def test_the_digest_fits_a_code_that_stands_a_quarter_of_damage() -> None:
    assert 'viewBox="0 0 49 49"' in code_svg(DIGEST)  # version 6: 41 modules and the quiet zone on both sides


def test_a_code_has_no_words_of_its_own() -> None:
    assert "<text" not in code_svg('"></svg><text>x</text>')
