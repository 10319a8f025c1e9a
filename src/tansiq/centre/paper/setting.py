"""From a document to what the template sets: the frame of every page here, the blocks in their own module."""

from math import ceil
from typing import Any, Final

from tansiq.centre.paper.blocks import settled_block
from tansiq.centre.paper.breaking import line_pt
from tansiq.centre.paper.document import Document
from tansiq.centre.paper.lines import PAGE_WIDTH_PT, Setter, unmarked
from tansiq.centre.paper.typeface import faces
from tansiq.language import N_, Language, translate

NAME_CHARS: Final = 80  # of title and centre, where they are repeated on every page
_TOP_MM, _ROW_MM = 12.5, 4.2
_HEAD_SIZE_PT: Final = 8.0
_HEAD_PT: Final = (PAGE_WIDTH_PT * 0.65 - 4, PAGE_WIDTH_PT * 0.35 - 4)
NAMELESS: Final = "·"  # a tagged document needs a title to be heard
PAGE_NUMBER, PAGE_COUNT = "\ue000", "\ue001"  # stand in for the numbers, which only the template knows

FICTIONAL: Final = N_("Exercise, fictional forces")
GOVERNS: Final = N_("Text set by software. What binds is the signed record, byte for byte.")
PAGES: Final = N_("Page %(page)s of %(pages)s")
PRINTED: Final = N_("Printed %(when)s at %(centre)s")


def settled(document: Document, language: Language) -> dict[str, Any]:
    """Return ``document`` as the template reads it: strings, numbers and lists only."""
    setter = Setter(language)
    title = next(filter(str.strip, (document.title, document.serial)), NAMELESS)
    return {
        "name": " · ".join(filter(None, (unmarked(title), unmarked(document.serial)))) or NAMELESS,
        "author": unmarked(document.centre),
        "lang": language,
        "dir": setter.direction,
        "title": setter.words(title, PAGE_WIDTH_PT, 16, bold=True),
        **_head(document, setter),
        **_foot(document, setter),
        "blocks": [settled_block(block, setter) for block in document.blocks],
    }


def _head(document: Document, setter: Setter) -> dict[str, Any]:
    running = " · ".join(filter(None, (_shortened(document.centre), _shortened(document.title))))
    serial = _shortened(document.serial)
    beside = max(_rows(running, _HEAD_PT[0], setter), _rows(serial, _HEAD_PT[1], setter))
    below = _rows(document.marking, PAGE_WIDTH_PT, setter) if document.marking else 0
    return {
        "head": _HEAD_PT,
        "running": setter.words(running, _HEAD_PT[0], _HEAD_SIZE_PT),
        "serial": setter.term(serial, _HEAD_PT[1], _HEAD_SIZE_PT),
        "marking": setter.words(document.marking, PAGE_WIDTH_PT, _HEAD_SIZE_PT, bold=True) if document.marking else [],
        "fictional": setter.say(FICTIONAL, PAGE_WIDTH_PT, _HEAD_SIZE_PT) if document.fictional else [],
        "top": _TOP_MM + _ROW_MM * (beside + below + 1.5 * document.fictional),
    }


def _rows(text: str, width_pt: float, setter: Setter) -> int:
    """Return how many rows ``text`` takes in the head of a page, at most."""
    widest = [line_pt(line, faces()[1], _HEAD_SIZE_PT) for line in setter.lines(text)]
    return sum(max(1, ceil(1.1 * width / width_pt)) for width in widest)


def _foot(document: Document, setter: Setter) -> dict[str, Any]:
    printed = setter.filled(PRINTED, when=document.printed_at, centre=_shortened(document.centre))
    counted = translate(PAGES, setter.language, {"page": PAGE_NUMBER, "pages": PAGE_COUNT})
    return {
        "printed": setter.words(printed, PAGE_WIDTH_PT * 0.8, 7.5),
        "governs": setter.say(GOVERNS, PAGE_WIDTH_PT * 0.8, 7.5),
        "pages": counted,
    }


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= NAME_CHARS else flat[: NAME_CHARS - 1] + "…"
