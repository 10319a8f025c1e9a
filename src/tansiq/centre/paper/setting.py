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
_TOP_MM, _LINE_MM = 17, 4.5
PAGE_NUMBER, PAGE_COUNT = "\ue000", "\ue001"  # stand in for the numbers, which only the template knows

FICTIONAL: Final = N_("Exercise, fictional forces")
GOVERNS: Final = N_("Text set by software. What binds is the signed record, byte for byte.")
PAGES: Final = N_("Page %(page)s of %(pages)s")
PRINTED: Final = N_("Printed %(when)s at %(centre)s")


def settled(document: Document, language: Language) -> dict[str, Any]:
    """Return ``document`` as the template reads it: strings, numbers and lists only."""
    setter = Setter(language)
    return {
        "name": " · ".join(filter(None, (unmarked(document.title), unmarked(document.serial)))),
        "author": unmarked(document.centre),
        "lang": language,
        "dir": setter.direction,
        "title": setter.words(document.title, PAGE_WIDTH_PT, 16, bold=True),
        **_head(document, setter),
        **_foot(document, setter),
        "blocks": [settled_block(block, setter) for block in document.blocks],
    }


def _head(document: Document, setter: Setter) -> dict[str, Any]:
    marking = setter.words(document.marking, PAGE_WIDTH_PT, 8, bold=True) if document.marking else []
    above = ceil(line_pt(setter.lines(document.marking)[0], faces()[1], 8) / PAGE_WIDTH_PT) if marking else 0
    running = " · ".join(filter(None, (_shortened(document.centre), _shortened(document.title))))
    return {
        "running": setter.words(running, PAGE_WIDTH_PT * 0.6, 8),
        "serial": setter.term(_shortened(document.serial), PAGE_WIDTH_PT * 0.4, 8),
        "marking": marking,
        "fictional": setter.say(FICTIONAL, PAGE_WIDTH_PT, 8) if document.fictional else [],
        "top": _TOP_MM + _LINE_MM * (above + document.fictional),
    }


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
