"""What every sheet carries: the frame of its pages, texts in several languages, reservations, the way to check it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tansiq.centre.paper.document import Block, Clause, Clauses, Document, Notice, Paragraph, Words
from tansiq.centre.paper.lines import Setter
from tansiq.language import LANGUAGES, N_, Language

Texts = Mapping[Language, str]
"""The same in one or more languages."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a sheet.

    Attributes
    ----------
    serial
        The number or object the sheet is found by.
    centre
        Name of the centre that prints it, in the language of the page.
    printed_at
        When it is printed; with a zone.
    marking
        To whom it may go, in words.
    fictional
        Whether it comes from an exercise.
    """

    serial: str
    centre: str
    printed_at: datetime
    marking: str = ""
    fictional: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A party's recorded disagreement: who, what, and to which clause if to one."""

    party: str
    text: Texts
    clause: str = ""


RESERVATION_OF: Final = N_("Reservation of %(party)s")
RESERVATION_TO: Final = N_("Reservation of %(party)s to clause %(clause)s")


def framed(frame: Frame, title: str, blocks: Sequence[Block]) -> Document:
    """Return the document of ``blocks`` in ``frame``."""
    return Document(
        title, frame.serial, frame.centre, frame.printed_at, frame.marking, fictional=frame.fictional, blocks=blocks
    )


def say(template: str, language: Language, **fields: Words) -> str:
    """Return one of our own sentences in ``language``; what is filled in cannot reorder it."""
    return Setter(language).filled(template, **fields)


def told(texts: Texts, language: Language, original: Language | None = None) -> str:
    """Return ``texts`` for a cell: the original first, which governs, then the reader's language where it differs."""
    wanted = [each for each in dict.fromkeys((original, language)) if each and texts.get(each)]
    found = wanted or [each for each in LANGUAGES if texts.get(each)][:1]
    return "\n".join(dict.fromkeys(texts[each] for each in found))


def side_by_side(texts: Texts, authentic: Sequence[Language]) -> Block:
    """Return ``texts`` as a block: one authentic language as a paragraph, several beside each other."""
    if len(authentic) == 1 and set(texts) == set(authentic):
        return Paragraph(texts[authentic[0]], authentic[0])
    return Clauses(authentic, (Clause("", texts),), tuple(each for each in LANGUAGES if each not in authentic))


def reservations(found: Sequence[Reservation], language: Language) -> Iterator[Notice]:
    """Yield each reservation set apart, under its party's name."""
    for each in found:
        template = RESERVATION_TO if each.clause else RESERVATION_OF
        fields = {"party": each.party, "clause": each.clause} if each.clause else {"party": each.party}
        yield Notice(_all(each.text, language), say(template, language, **fields))


def _all(texts: Texts, language: Language) -> str:
    """Return ``texts`` in every language there is, the reader's first: a reservation is never cut to one of them."""
    found = (each for each in dict.fromkeys((language, *LANGUAGES)) if texts.get(each))
    return "\n".join(dict.fromkeys(texts[each] for each in found))
