"""Documents as PDF: what is printed, described as blocks, and set in three languages.

A document is plain data (:class:`Document` and its blocks); :func:`render` sets it with typst and gives the bytes of a
tagged PDF for the archive (PDF/A-2a, PDF/UA-1). The same document gives the same bytes. Words in a document are set as
they are: nothing in them is read as markup. What the typeface cannot show, or what would reorder a line, is printed by
its name, so that nothing hides on paper.
"""

from tansiq.centre.paper.document import (
    Block,
    Clause,
    Clauses,
    Document,
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
from tansiq.centre.paper.errors import UnprintableError
from tansiq.centre.paper.press import render

__all__ = [
    "Block",
    "Clause",
    "Clauses",
    "Document",
    "Facts",
    "Figure",
    "Heading",
    "Notice",
    "Paragraph",
    "Proof",
    "Signature",
    "Signatures",
    "Table",
    "UnprintableError",
    "Words",
    "render",
]
