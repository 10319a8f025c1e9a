"""Documents for tests, and what other programs read from the pages set from them."""

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from shutil import which

import pytest
from pypdf import PdfReader

from tansiq.centre.paper import Block, Document, Paragraph

AT = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
DIGEST = "sha256:b1056a8bfb2f6a3f5f6d22070699879161e46bb0c25955d0bbf418f458432bbf"
LINE = (
    "— tansiq.example/bar hBBB5cAAMMk5Zoq0ozPP+9StOCy/7DqFPn/AJEsFvLZYdgRPRSPvvsIBN16k1kQc3hKFhpHFGkZvHd3tT4jEr03oTAw="
)
MARGIN_PT = 18 / 25.4 * 72
WIDTH_PT = 210 / 25.4 * 72
_DIRECTION_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

needs_poppler = pytest.mark.skipif(which("pdftotext") is None, reason="poppler is not installed")


def document(*blocks: Block, **frame: object) -> Document:
    """Return a document of ``blocks``."""
    parts: dict[str, object] = {"title": "Sheet", "serial": "sheet-1", "centre": "Bar", "printed_at": AT} | frame
    return Document(**parts, blocks=blocks)  # type: ignore[arg-type] # named by each test


def paragraphs(*texts: str) -> Document:
    """Return a document of plain paragraphs."""
    return document(*map(Paragraph, texts))


@cache
def poppler(program: str, made: bytes, *options: str) -> str:
    """Return what a program of poppler says about ``made``."""
    target = ["-"] if program == "pdftotext" else []
    return subprocess.run(
        [program, *options, "-", *target], input=made, capture_output=True, check=True
    ).stdout.decode()


def read(made: bytes) -> str:
    """Return the text that poppler reads from ``made``, without marks of direction."""
    return _DIRECTION_MARKS.sub("", poppler("pdftotext", made, "-raw"))


def squeezed(text: str) -> str:
    """Return ``text`` in plain letters without any space, for what may be broken anywhere."""
    return re.sub(r"\s", "", _DIRECTION_MARKS.sub("", unicodedata.normalize("NFKC", text)))


@dataclass(frozen=True)
class Word:
    """A word where poppler finds it on the page [pt]."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(made: bytes) -> list[Word]:
    """Return every word of ``made`` and where it stands."""
    tree = ET.fromstring(poppler("pdftotext", made, "-bbox"))  # noqa: S314 - poppler's own output
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        Word(number, each.text or "", *(float(each.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax")))
        for number, page in enumerate(tree.iter(f"{space}page"), 1)
        for each in page.iter(f"{space}word")
    ]


def outside(found: Iterable[Word]) -> list[Word]:
    """Return the words that stand outside the margins at left and right."""
    slack = 1.0
    return [word for word in found if word.left < MARGIN_PT - slack or word.right > WIDTH_PT - MARGIN_PT + slack]


def reader(made: bytes) -> PdfReader:
    """Return ``made`` as pypdf reads it."""
    return PdfReader(BytesIO(made), strict=True)
