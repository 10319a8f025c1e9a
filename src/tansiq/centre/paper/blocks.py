"""Each kind of block as the template reads it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from tansiq.centre.paper.breaking import line_pt, widest_word_pt
from tansiq.centre.paper.code import code_svg, framed_svg
from tansiq.centre.paper.columns import widths_pt
from tansiq.centre.paper.document import (
    Block,
    Clause,
    Clauses,
    Facts,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.letters import direction_of
from tansiq.centre.paper.lines import PAGE_WIDTH_PT, Setter, Settled, Side
from tansiq.centre.paper.typeface import faces
from tansiq.language import N_, Language

BODY_PT, TABLE_PT, SMALL_TABLE_PT, FINE_PT = 10.0, 9.0, 8.0, 8.0
HEADING_PT: Final = {2: 12.0, 3: 10.5}
MANY_COLUMNS: Final = 6
WHOLE_ROWS: Final = 12  # what takes fewer rows is not broken over two pages
_TABLE_INSET, _CLAUSE_INSET, _GAP, _SIGNATURE_GAP = 4.0, 5.0, 12.0, 6.0
_LABEL_SHARE: Final = 0.36  # of the page, at most, for the labels of facts
_SIGNATURE_PT: Final = (PAGE_WIDTH_PT - 8) / 2 - 14  # half the page, less its frame
_PROOF_PT: Final = PAGE_WIDTH_PT - 30 / 25.4 * 72 - 10
_NOTICE_PT: Final = PAGE_WIDTH_PT - 18
_DIGEST_GROUP: Final = 8
_LINE_GROUP: Final = 32  # letters of a signature line in a row of a signature's frame

NOTHING: Final = N_("None")
SIGNED_AT: Final = N_("Signed")
KEY: Final = N_("Key")
SIGNATURE_LINE: Final = N_("Signature")
UNSIGNED: Final = N_("Not signed")
INK: Final = N_("Signature in ink, date and time")
CODE: Final = N_("Code to scan: the digest of the record")
NO_TEXT: Final = N_("No text in this language")
AUTHENTIC: Final = N_("authentic")
IN_ENGLISH: Final = N_("English")
IN_ARABIC: Final = N_("Arabic")
IN_SORANI: Final = N_("Sorani Kurdish")
LANGUAGE_NAMES: Final[dict[Language, str]] = {"en": IN_ENGLISH, "ar": IN_ARABIC, "ckb": IN_SORANI}


def settled_block(block: Block, setter: Setter) -> dict[str, Any]:  # noqa: C901, PLR0911 - one case for each kind of block
    """Return ``block`` as the template reads it."""
    match block:
        case Heading(text) if not text.strip():
            return {"kind": "paragraph", "text": []}  # a heading that says nothing cannot be heard
        case Heading(text, level):
            words = setter.words(text, PAGE_WIDTH_PT, HEADING_PT[level], bold=True)
            return {"kind": "heading", "level": level, "text": words}
        case Paragraph(text, language):
            return {
                "kind": "paragraph",
                "text": setter.words(text, PAGE_WIDTH_PT, BODY_PT, side="own", language=language),
            }
        case Facts():
            return _facts(block, setter)
        case Table():
            return _table(block, setter)
        case Signatures(signatures):
            made = [_signature(each, setter) for each in signatures]
            return {"kind": "signatures", "pairs": [made[at : at + 2] for at in range(0, len(made), 2)]}
        case Notice():
            return _notice(block, setter)
        case Proof():
            return _proof(block, setter)
        case Clauses():
            return _clauses(block, setter)
        case Figure():
            return _figure(block, setter)


def _facts(block: Facts, setter: Setter) -> dict[str, Any]:
    room = PAGE_WIDTH_PT - _GAP
    wide = _label_width([label for label, _ in block.facts], setter, BODY_PT, room)
    rows = [
        (setter.words(label, wide, BODY_PT), setter.words(value, room - wide, BODY_PT)) for label, value in block.facts
    ]
    return {"kind": "facts", "widths": (wide, room - wide), "gap": _GAP, "rows": rows}


def _label_width(labels: Sequence[str], setter: Setter, size_pt: float, room_pt: float) -> float:
    lines = [line for label in labels for line in setter.lines(label)]
    longest = max((line_pt(line, faces()[0], size_pt) for line in lines), default=0)
    return min(room_pt * _LABEL_SHARE, longest + 2)


def _table(block: Table, setter: Setter) -> dict[str, Any]:
    size = SMALL_TABLE_PT if len(block.headers) >= MANY_COLUMNS else TABLE_PT
    widths = _column_widths(block, setter, size)

    sides = list(block.align) or ["start"] * len(block.headers)

    def cell(text: Words, column: int, *, bold: bool = False) -> Settled:
        side: Side = "end" if sides[column] == "end" else "label"
        return setter.words(text, widths[column] - 2 * _TABLE_INSET, size, bold=bold, side=side)

    def fits_a_page(row: Sequence[Words]) -> bool:
        inner = [width - 2 * _TABLE_INSET for width in widths]
        return all(setter.rows(text, room, size) <= WHOLE_ROWS for text, room in zip(row, inner, strict=True))

    return {
        "kind": "table",
        "size": size,
        "inset": _TABLE_INSET,
        "caption": setter.words(block.caption, PAGE_WIDTH_PT, BODY_PT, bold=True) if block.caption else [],
        "widths": widths,
        "headers": [cell(text, column, bold=True) for column, text in enumerate(block.headers)],
        "rows": [
            {"cells": [cell(text, column) for column, text in enumerate(row)], "whole": fits_a_page(row)}
            for row in block.rows
        ],
        "empty": setter.words(block.empty, PAGE_WIDTH_PT, size) if block.empty else setter.say(NOTHING, 99, size),
    }


def _column_widths(block: Table, setter: Setter, size: float) -> list[float]:
    least, natural = [], []
    for column, header in enumerate(block.headers):
        texts = [(header, True), *((row[column], False) for row in block.rows)]
        found = [_least_and_natural(text, setter, size, bold=bold) for text, bold in texts]
        least.append(max(word for word, _ in found) + 2 * _TABLE_INSET + 1)
        natural.append(max(line for _, line in found) + 2 * _TABLE_INSET + 1)
    return widths_pt(least, natural, PAGE_WIDTH_PT)


def _least_and_natural(text: Words, setter: Setter, size: float, *, bold: bool) -> tuple[float, float]:
    """Return the width of the widest word of ``text`` and of its longest line [pt]; a moment may take two rows."""
    face, lines = faces()[bold], setter.lines(text)
    word = max(widest_word_pt(line, face, size) for line in lines)
    return word, word if isinstance(text, datetime) else max(line_pt(line, face, size) for line in lines)


def _signature(signed: Signature, setter: Setter) -> dict[str, Any]:
    labels = {SIGNED_AT: signed.at, KEY: signed.key, SIGNATURE_LINE: signed.line}
    wide = _label_width([setter.filled(label) for label in labels], setter, FINE_PT, _SIGNATURE_PT)
    room = _SIGNATURE_PT - wide - _SIGNATURE_GAP

    def value(word: Words, label: str) -> Settled:
        if isinstance(word, datetime):
            return setter.words(word, room, FINE_PT)
        return _signature_line(word, setter, room) if label == SIGNATURE_LINE else setter.term(word, room, FINE_PT)

    return {
        "party": setter.words(signed.party, _SIGNATURE_PT, 11, bold=True),
        "function": setter.words(signed.function, _SIGNATURE_PT, BODY_PT),
        "state": [] if signed.line else setter.say(UNSIGNED, _SIGNATURE_PT, BODY_PT),
        "widths": (wide, room),
        "gap": _SIGNATURE_GAP,
        "facts": [(setter.say(label, wide, FINE_PT), value(word, label)) for label, word in labels.items() if word],
        "ink": [] if signed.line else setter.say(INK, _SIGNATURE_PT, FINE_PT),
    }


def _signature_line(line: str, setter: Setter, room: float) -> Settled:
    """Return ``line`` in rows of equal length, so that two papers can be compared letter by letter."""
    *name, signed = line.split(" ")
    rows = [" ".join(name), *(signed[at : at + _LINE_GROUP] for at in range(0, len(signed), _LINE_GROUP))]
    return [row for text in rows for row in setter.term(text, room, FINE_PT)]


def _notice(block: Notice, setter: Setter) -> dict[str, Any]:
    return {
        "kind": "notice",
        "head": setter.words(block.party, _NOTICE_PT, BODY_PT, bold=True) if block.party else [],
        "text": setter.words(block.text, _NOTICE_PT, BODY_PT, side="own", language=block.language),
    }


def _proof(block: Proof, setter: Setter) -> dict[str, Any]:
    return {
        "kind": "proof",
        "code": code_svg(block.digest),
        "alt": setter.filled(CODE),
        "words": setter.words(block.words, _PROOF_PT, BODY_PT),
        "digest": [row for text in _grouped(block.digest) for row in setter.term(text, _PROOF_PT, TABLE_PT)],
        "address": setter.term(block.address, _PROOF_PT, 8.5),
    }


def _figure(block: Figure, setter: Setter) -> dict[str, Any]:
    return {
        "kind": "figure",
        "code": framed_svg(block.png),
        "alt": block.alt,
        "caption": setter.words(block.caption, PAGE_WIDTH_PT, FINE_PT) if block.caption else [],
    }


def _grouped(digest: str) -> tuple[str, ...]:
    """Return ``digest`` in groups a person can compare: its kind, then two rows of four groups."""
    kind, found, figures = digest.rpartition(":")
    groups = [figures[at : at + _DIGEST_GROUP] for at in range(0, len(figures), _DIGEST_GROUP)]
    rows = [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
    return (f"{kind}{found}", *rows) if kind else tuple(rows)


def _clauses(block: Clauses, setter: Setter) -> dict[str, Any]:
    regular = faces()[0]
    numbers = [line for clause in block.clauses for line in setter.lines(clause.number)]
    first = max((line_pt(line, regular, TABLE_PT) for line in numbers), default=0) * 1.1 + 2 * _CLAUSE_INSET + 2
    each = (PAGE_WIDTH_PT - first) / len(block.languages)
    return {
        "kind": "clauses",
        "size": TABLE_PT,
        "widths": [first, *([each] * len(block.languages))],
        "headers": [_column_head(language, setter, each) for language in block.languages],
        "rows": [_clause(clause, block, setter, each - 2 * _CLAUSE_INSET, first) for clause in block.clauses],
    }


def _column_head(language: Language, setter: Setter, width: float) -> Settled:
    words = f"{setter.filled(LANGUAGE_NAMES[language])} ({setter.filled(AUTHENTIC)})"
    side: Side = "start" if direction_of(language) == setter.direction else "end"
    return setter.words(words, width - 2 * _CLAUSE_INSET, TABLE_PT, bold=True, side=side, language=setter.language)


def _clause(clause: Clause, block: Clauses, setter: Setter, width: float, first: float) -> dict[str, Any]:
    bold = clause.level != "clause"

    def text(language: Language, room: float) -> Settled:
        found = clause.texts.get(language)
        if not found:
            return setter.say(NO_TEXT, room, TABLE_PT)
        return setter.words(found, room, TABLE_PT, bold=bold, side="own", language=language)

    below = [
        text(language, PAGE_WIDTH_PT - first - 2 * _CLAUSE_INSET)
        for language in block.translations
        if clause.texts.get(language)
    ]
    shown = [clause.texts.get(language, "") for language in block.languages]
    long = max(setter.rows(each, width, TABLE_PT) for each in shown) + sum(len(each) for each in below)
    return {
        "whole": long <= WHOLE_ROWS,
        "strong": bold,
        "number": setter.term(clause.number, first, TABLE_PT),
        "texts": [text(language, width) for language in block.languages],
        "below": below,
    }
