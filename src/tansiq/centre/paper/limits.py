"""How large a document may be, and the check of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tansiq.centre.paper.document import (
    Block,
    Clauses,
    Document,
    Facts,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.errors import UnprintableError
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document.

    Attributes
    ----------
    head_chars
        Title, serial, centre, marking, each [characters]: they stand on every page.
    text_chars
        One text, cell or value [characters]; as in records.
    all_chars, all_lines, all_texts
        Everything together [characters; line ends; texts, cells and values].
    columns
        Columns of a table.
    signatures
        Signatures in one block.
    figure_bytes
        One picture's file [bytes].
    """

    head_chars: int = 240
    text_chars: int = 16_384
    all_chars: int = 400_000
    all_lines: int = 12_000
    all_texts: int = 20_000
    columns: int = 9
    signatures: int = 8
    figure_bytes: int = 8 << 20


LIMITS: Final = Limits()


def check(document: Document) -> None:
    """Refuse ``document`` if it is larger than can be set in reasonable time, or if its parts do not fit together.

    Raises
    ------
    UnprintableError
        Says what is too large, and what to do.
    """
    _check_head(document)
    for block in document.blocks:
        _check_shape(block)
    texts = [str(text) for block in document.blocks for text in _texts(block)]
    _at_most(max(map(len, texts), default=0), LIMITS.text_chars, TEXT)
    _at_most(len(texts), LIMITS.all_texts, CELLS)
    _at_most(sum(map(len, texts)), LIMITS.all_chars, WHOLE)
    _at_most(sum(text.count("\n") for text in texts), LIMITS.all_lines, LINES)


HEAD: Final = N_(
    "A title, number, centre or marking has %(found)s letters; at most %(limit)s fit the head of a page: shorten it."
)
TEXT: Final = N_("A text has %(found)s letters; at most %(limit)s can be printed: shorten it, or print it in parts.")
CELLS: Final = N_(
    "The document has %(found)s texts; at most %(limit)s can be printed at once: choose a shorter period."
)
WHOLE: Final = N_(
    "The document has %(found)s letters; at most %(limit)s can be printed at once: choose a shorter period."
)
LINES: Final = N_(
    "The document has %(found)s lines; at most %(limit)s can be printed at once: choose a shorter period."
)
COLUMNS: Final = N_("A table has %(found)s columns; at most %(limit)s fit a page: leave some out.")
FIGURE: Final = N_("A picture has %(found)s bytes; at most %(limit)s can be printed: take a smaller one.")
SIGNED: Final = N_("%(found)s signatures in one place are more than the %(limit)s that fit: print them in parts.")


def _at_most(found: int, limit: int, template: str) -> None:
    if found > limit:
        raise UnprintableError(template, found=found, limit=limit)


def _check_head(document: Document) -> None:
    for what in ("title", "serial", "centre", "marking"):
        _at_most(len(getattr(document, what)), LIMITS.head_chars, HEAD)


def _check_shape(block: Block) -> None:
    if isinstance(block, Table):
        _at_most(len(block.headers), LIMITS.columns, COLUMNS)
        _check_rows(block)
    if isinstance(block, Signatures):
        _at_most(len(block.signatures), LIMITS.signatures, SIGNED)
    if isinstance(block, Figure):
        _at_most(len(block.png), LIMITS.figure_bytes, FIGURE)


def _check_rows(table: Table) -> None:
    wrong = next((n for n, row in enumerate(table.rows, 1) if len(row) != len(table.headers)), None)
    if wrong or not table.headers or len(table.align) not in {0, len(table.headers)}:
        message = f"table {table.caption!r}: row {wrong} or the alignment does not have a place for every header"
        raise ValueError(message)  # a fault of the caller, not of what a person typed


def _texts(block: Block) -> Iterator[Words]:  # noqa: C901 - one case for each kind of block
    match block:
        case Heading(text) | Paragraph(text):
            yield text
        case Facts(facts):
            yield from (word for fact in facts for word in fact)
        case Table(headers, rows, caption, _, empty):
            yield from headers
            yield from (cell for row in rows for cell in row)
            yield from (caption, empty)
        case Signatures(signatures):
            for each in signatures:
                yield from (each.party, each.function, each.key, each.line)
        case Notice(text, party):
            yield from (text, party)
        case Proof(digest, words, address):
            yield from (digest, words, address)
        case Figure(_, alt, caption):
            yield from (alt, caption)
        case Clauses(_, clauses):
            for clause in clauses:
                yield clause.number
                yield from clause.texts.values()
