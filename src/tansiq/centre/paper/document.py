"""What a printed document consists of. Plain data; no block knows how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tansiq.language import Language

Words = str | datetime
"""What a person reads: a text, or a moment, which is printed as date-time group and plain local time."""
Side = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section (level 2) or of a part of one (level 3); the document's title is level 1."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes
    ----------
    text
        Line ends are kept; each line runs in the direction of most of its words.
    language
        The language the text is in; None if it is not known, then the direction follows the letters.
    """

    text: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with what it is."""

    facts: Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers, which are repeated on every page.

    Attributes
    ----------
    headers
        One per column; at most :attr:`Limits.columns`.
    rows
        As many cells as headers in each.
    caption
        Stands above; may be empty.
    align
        Side to which each column is set, ``end`` for figures; empty for all at the start.
    empty
        What is said instead of headers where there are no rows; empty for "None".
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[Words]]
    caption: str = ""
    align: Sequence[Side] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One party's signature.

    Attributes
    ----------
    party
        The party's name.
    function
        In what function somebody signed, such as "signatory"; never a person's name.
    key
        Name of the key, ``tansiq.example/fed-signatory-1+0badcafe``; empty while unsigned.
    at
        When it was signed; None while unsigned, which leaves a box to sign in ink.
    line
        The signature line as it stands in the record; empty while unsigned.
    """

    party: str
    function: str
    key: str = ""
    at: datetime | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures side by side, in the order given: whoever calls alternates the parties."""

    signatures: Sequence[Signature]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something set apart, such as a party's reservation."""

    text: str
    party: str = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The digest of a record, to read and to scan.

    Attributes
    ----------
    digest
        ``sha256:`` and 64 hexadecimal digits; the code to scan holds exactly this.
    words
        What to do with it.
    address
        Where the record is found; may be empty.
    """

    digest: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in one or more languages.

    Attributes
    ----------
    number
        Such as ``2.3``.
    texts
        By language.
    level
        Articles and annexes are set as headings of those clauses that follow.
    """

    number: str
    texts: Mapping[Language, str]
    level: Literal["article", "clause", "annex"] = "clause"


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses, their authentic languages side by side, translations below in smaller letters.

    Attributes
    ----------
    languages
        The authentic ones, in the order of the columns from where reading begins.
    clauses
        In order. A text that is missing is said to be missing.
    translations
        Languages set below; may be empty.
    """

    languages: Sequence[Language]
    clauses: Sequence[Clause]
    translations: Sequence[Language] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as wide as the page's text.

    Attributes
    ----------
    png
        A PNG file.
    alt
        What it shows, for who hears the page.
    caption
        Stands below; may be empty.
    """

    png: bytes
    alt: str
    caption: str = ""


Block = Heading | Paragraph | Facts | Table | Signatures | Notice | Proof | Clauses | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be printed.

    Attributes
    ----------
    title
        What it is, such as "Certificate of a joint decision".
    serial
        Number or object it can be found by.
    centre
        Name of the centre that printed it.
    printed_at
        Stands in the footer, and in the file as the time it was made.
    marking
        To whom it may go, in words, at head and foot of every page; empty for none.
    fictional
        Whether it comes from an exercise; then every page says so.
    blocks
        From top to bottom.
    """

    title: str
    serial: str
    centre: str
    printed_at: datetime
    marking: str = ""
    fictional: bool = field(default=False, kw_only=True)
    blocks: Sequence[Block] = field(default=())
