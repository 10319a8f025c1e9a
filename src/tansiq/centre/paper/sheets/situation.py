"""The printed situation report: facts of a period by section, assessment apart from them, reservations per party."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal

from tansiq.centre.paper.document import (
    Block,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.sheets.frame import Frame, Reservation, Texts, framed, reservations, say, told
from tansiq.language import N_, Language

Section = Literal[
    "posts",
    "movements",
    "incidents",
    "sweeps",
    "checkpoints",
    "strength",
    "communications",
    "supply",
    "hazards",
    "log",
    "next_24_hours",
]
SECTIONS: Final[Mapping[Section, str]] = MappingProxyType(
    {
        "posts": N_("Posts held, observed, lost or vacated"),
        "movements": N_("Movements done and planned"),
        "incidents": N_("Incidents"),
        "sweeps": N_("Sweeps"),
        "checkpoints": N_("Checkpoints"),
        "strength": N_("Strength, summary"),
        "communications": N_("Communications"),
        "supply": N_("Supply"),
        "hazards": N_("Hazards"),
        "log": N_("Duty log"),
        "next_24_hours": N_("Next 24 hours"),
    }
)


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: what it says, the records it comes from, and whether staff left it as drafted, edited or added it."""

    text: Texts
    sources: Sequence[str] = ()
    origin: Literal["drafted", "edited", "added"] = "added"


@dataclass(frozen=True, slots=True)
class Reported:
    """A section: its state and its facts. Unknown is not nothing."""

    section: Section
    state: Literal["reported", "nothing_to_report", "unknown"]
    lines: Sequence[FactLine] = ()


@dataclass(frozen=True, slots=True)
class SituationReport:
    """A situation report. Names and words are in the language of the page.

    Attributes
    ----------
    frame
        What stands around it; its serial is the report's object.
    number, version
        Of the report.
    from_at, to_at
        The period.
    sections
        In any order; what is missing is printed as unknown.
    original
        Language it was written in.
    agreed
        Whether both parties agreed it; otherwise it is printed as a draft.
    assessment
        What staff make of the facts; None for none.
    reservations
        Of a party.
    signatures
        Of those who agreed; may be empty.
    digest, address
        Of the report's record, and where it is found; an empty digest prints no code.
    """

    frame: Frame
    number: int
    version: int
    from_at: datetime
    to_at: datetime
    sections: Sequence[Reported]
    original: Language
    agreed: bool
    assessment: Texts | None = None
    reservations: Sequence[Reservation] = ()
    signatures: Sequence[Signature] = ()
    digest: str = ""
    address: str = ""


TITLE: Final = N_("Situation report %(number)s")
DRAFT: Final = N_("Draft: not agreed by both parties.")
FROM: Final = N_("Period from")
TO: Final = N_("Period to")
VERSION: Final = N_("Version")
STATE: Final = N_("State")
AGREED: Final = N_("Agreed by both parties")
NOT_AGREED: Final = N_("Draft")
FACT: Final = N_("Fact")
SOURCES: Final = N_("Records")
ORIGINS: Final = MappingProxyType(
    {
        "drafted": N_("Drafted from records"),
        "edited": N_("Drafted from records, edited by staff"),
        "added": N_("Added by staff"),
    }
)
FACTS: Final = N_("Facts")
NOTHING: Final = N_("Nothing to report.")
UNKNOWN: Final = N_("Unknown: nobody reported on this.")
ASSESSMENT: Final = N_("Assessment")
NOT_FACT: Final = N_("What staff make of the facts above. It is not fact.")
NO_ASSESSMENT: Final = N_("No assessment was made.")
SIGNED: Final = N_("Signatures")
RECORD: Final = N_("Digest of the report's record: the centre's page of this report must show the same.")


def situation_report(sheet: SituationReport, language: Language) -> Document:
    """Return ``sheet`` as a document, every section in its fixed place."""
    title = say(TITLE, language, number=str(sheet.number))
    return framed(sheet.frame, title, tuple(_blocks(sheet, language)))


def _blocks(sheet: SituationReport, language: Language) -> Iterator[Block]:
    if not sheet.agreed:
        yield Notice(say(DRAFT, language))
    yield Facts(tuple(_facts(sheet, language)))
    yield Heading(say(FACTS, language))
    found = {each.section: each for each in sheet.sections}
    told_at_length = {section for section, each in found.items() if each.state == "reported" and each.lines}
    for long, sections in groupby(SECTIONS, key=lambda section: section in told_at_length):
        if long:
            for section in sections:
                yield from _facts_of(found[section], sheet, language)
        else:
            yield Facts(
                tuple((say(SECTIONS[each], language), _without_facts(found.get(each), language)) for each in sections)
            )
    yield from _assessment(sheet, language)
    yield from reservations(sheet.reservations, language)
    if sheet.signatures:
        yield Heading(say(SIGNED, language))
        yield Signatures(sheet.signatures)
    if sheet.digest:
        yield Proof(sheet.digest, say(RECORD, language), sheet.address)


def _facts(sheet: SituationReport, language: Language) -> Iterator[tuple[str, Words]]:
    yield say(FROM, language), sheet.from_at
    yield say(TO, language), sheet.to_at
    yield say(STATE, language), say(AGREED if sheet.agreed else NOT_AGREED, language)
    yield say(VERSION, language), str(sheet.version)


def _without_facts(found: Reported | None, language: Language) -> str:
    return say(UNKNOWN if found is None or found.state == "unknown" else NOTHING, language)


def _facts_of(found: Reported, sheet: SituationReport, language: Language) -> Iterator[Block]:
    yield Heading(say(SECTIONS[found.section], language), 3)
    rows = [(told(line.text, language, sheet.original), _origin(line, language)) for line in found.lines]
    yield Table((say(FACT, language), say(SOURCES, language)), rows)


def _origin(line: FactLine, language: Language) -> str:
    return "\n".join(filter(None, (", ".join(line.sources), say(ORIGINS[line.origin], language))))


def _assessment(sheet: SituationReport, language: Language) -> Iterator[Block]:
    yield Heading(say(ASSESSMENT, language))
    if not sheet.assessment:
        yield Paragraph(say(NO_ASSESSMENT, language), language)
        return
    yield Notice(told(sheet.assessment, language, sheet.original), say(NOT_FACT, language))
