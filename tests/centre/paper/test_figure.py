"""Pictures on paper: the pixels that were handed over, with words for who hears the page."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from pypdf.generic import PdfObject

from tansiq.centre.paper import Figure, UnprintableError, render
from tansiq.centre.paper.code import framed_svg
from tansiq.centre.paper.limits import LIMITS
from tests.centre.paper.pages import document, needs_poppler, read, reader


def png(pixels: np.ndarray) -> bytes:
    made = io.BytesIO()
    Image.fromarray(pixels).save(made, "PNG")
    return made.getvalue()


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (30, 50, 3), np.uint8)


@needs_poppler
def test_picture_is_set_pixel_by_pixel_with_its_caption(pixels: np.ndarray) -> None:
    made = render(document(Figure(png(pixels), "Noise in colours", "What it is")), "en")
    [image] = reader(made).pages[0].images
    assert image.image is not None
    assert np.array_equal(np.asarray(image.image.convert("RGB")), pixels)
    assert "What it is" in read(made)
    assert list(spoken(reader(made).root_object["/StructTreeRoot"])) == ["Noise in colours"]


def spoken(tag: object) -> Iterator[str]:
    """Yield what is said instead of pictures, from the tags of a page."""
    found = tag.get_object() if isinstance(tag, PdfObject) else tag
    if isinstance(found, list):
        for each in found:
            yield from spoken(each)
    elif isinstance(found, dict):
        if "/Alt" in found:
            yield str(found["/Alt"])
        yield from spoken(found.get("/K"))


def test_what_is_no_png_is_a_fault_of_the_caller(pixels: np.ndarray) -> None:
    for wrong in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + png(pixels)):
        with pytest.raises(ValueError, match="not a PNG"):
            framed_svg(wrong)


def test_too_large_a_picture_is_refused(pixels: np.ndarray) -> None:
    heavy = png(pixels) + bytes(LIMITS.figure_bytes)
    with pytest.raises(UnprintableError, match="A picture has"):
        render(document(Figure(heavy, "Heavy")), "en")
