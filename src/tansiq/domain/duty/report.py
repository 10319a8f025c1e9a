"""The situation report: facts drafted from the records of a period, so that staff edit rather than retype.

Facts and assessment are kept apart: the draft never writes an assessment. A section that no record speaks of is
*unknown*, which is not "nothing to report": only a person can say the latter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from tansiq.domain.duty.item import DutyError, Item, Precedence
from tansiq.domain.time import date_time_group
from tansiq.language import LANGUAGES, N_, Language, translate

# A report is one record, which has a bound: so many items are listed, with so much of what each says [character].
LINES_A_SECTION: Final = 60
LISTED_ITEMS: Final = 25
SUMMARY_CHARS: Final = 200
SECTIONS: Final = (
    "log", "incidents", "posts", "movements", "sweeps", "checkpoints", "hazards", "strength", "communications",
    "supply", "next_24_hours",
)  # fmt: skip
_LATIN_IN_ANY_TEXT: Final = "\u2066%s\u2069"  # isolated: a date-time group stays whole in a right-to-left line
_OWN_DIRECTION: Final = "\u2068%s\u2069"  # isolated: what was said runs its own way
_NO_ISOLATES: Final = dict.fromkeys(range(0x2066, 0x206A))  # cut off in the middle, one would stay open


class Origin(StrEnum):
    """Where a line of facts comes from."""

    DRAFTED = "drafted"
    EDITED = "edited"
    ADDED = "added"


class SectionState(StrEnum):
    """Whether a section says something."""

    REPORTED = "reported"
    NOTHING = "nothing_to_report"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what, by language, where it comes from, and which records it rests on."""

    texts: Mapping[str, str]
    origin: Origin
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The facts on one matter."""

    section: str
    state: SectionState
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that another record gives, such as the last handover.

    Attributes
    ----------
    section
        Where it stands.
    template, fields
        The sentence.
    source
        Key of the record.
    words
        Further fields, which are messages to be translated themselves.
    texts
        What the record says, by language: the field ``text``; empty if the sentence has none.
    """

    section: str
    template: str
    fields: Mapping[str, object]
    source: str
    words: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def draft(items: Sequence[Item], remarks: Sequence[Remark], from_at: datetime, to_at: datetime) -> tuple[Section, ...]:
    """Return the facts of a period, in the three languages, from the items received in it and other records' remarks.

    Parameters
    ----------
    items
        The log's items; those received outside ``from_at <= t < to_at`` count only if they are still open.
    remarks
        Lines other records give.
    from_at, to_at
        The period.
    """
    lines: dict[str, list[Line]] = {section: [] for section in SECTIONS}
    lines["log"] += _about_log(items, from_at, to_at)
    for remark in remarks:
        lines[remark.section].append(_remark_line(remark))
    return tuple(
        Section(name, SectionState.REPORTED if found else SectionState.UNKNOWN, tuple(found[:LINES_A_SECTION]))
        for name, found in lines.items()
    )


_COUNTED: Final = N_("Items received in the period: %(received)s. Of these open: %(open)s.")
_OLDER: Final = N_("Items received earlier and still open: %(open)s.")
_ITEM: Final = N_("Item %(number)s (%(precedence)s, received %(received)s): %(summary)s")
_LEFT_OUT: Final = N_("Further items of priority or above, not listed here: %(count)s.")
_WORDS: Final = {
    Precedence.FLASH: N_("Flash"),
    Precedence.IMMEDIATE: N_("Immediate"),
    Precedence.PRIORITY: N_("Priority"),
    Precedence.ROUTINE: N_("Routine"),
}


def _about_log(items: Sequence[Item], from_at: datetime, to_at: datetime) -> Iterator[Line]:
    period = [item for item in items if from_at <= item.received_at < to_at]
    older = [item for item in items if item.received_at < from_at and item.is_open]
    yield _line(_COUNTED, (), received=len(period), open=sum(item.is_open for item in period))
    if older:
        yield _line(_OLDER, tuple(item.key for item in older[:20]), open=len(older))
    listed = [item for item in (*older, *period) if item.precedence is not Precedence.ROUTINE]
    for item in listed[:LISTED_ITEMS]:
        yield _item_line(item)
    if len(listed) > LISTED_ITEMS:
        yield _line(_LEFT_OUT, (), count=len(listed) - LISTED_ITEMS)


def _item_line(item: Item) -> Line:
    received = _LATIN_IN_ANY_TEXT % date_time_group(item.received_at)
    texts: dict[str, str] = {
        language: translate(
            _ITEM,
            language,
            {
                "number": item.number, "received": received, "summary": _best(item.texts, language),
                "precedence": translate(_WORDS[item.precedence], language),
            },
        )
        for language in LANGUAGES
    }  # fmt: skip
    return Line(texts, Origin.DRAFTED, (item.key,))


def _best(texts: Mapping[str, str], language: Language) -> str:
    found = texts.get(language) or next((texts[each] for each in LANGUAGES if texts.get(each)), "")
    text = " ".join(found.translate(_NO_ISOLATES).split())
    return _OWN_DIRECTION % (text if len(text) <= SUMMARY_CHARS else text[:SUMMARY_CHARS] + "…")


def _remark_line(remark: Remark) -> Line:
    texts: dict[str, str] = {each: translate(remark.template, each, _fields(remark, each)) for each in LANGUAGES}
    return Line(texts, Origin.DRAFTED, (remark.source,))


def _fields(remark: Remark, language: Language) -> dict[str, object]:
    words = {key: translate(word, language) for key, word in remark.words.items()}
    return {**remark.fields, **words, "text": _best(remark.texts, language)}


def _line(template: str, sources: tuple[str, ...], **fields: object) -> Line:
    return Line({each: translate(template, each, fields) for each in LANGUAGES}, Origin.DRAFTED, sources)


def check_version(version: int, last_version: int, from_at: datetime, to_at: datetime) -> None:
    """Hold a version of a report against the last one.

    Raises
    ------
    DutyError
        Somebody else has written a version meanwhile, or the period ends before it begins.
    """
    if version != last_version + 1:
        raise DutyError(
            N_("Version %(last)s of this report has been written meanwhile. Read it, and write yours on top of it."),
            last=last_version,
        )
    if from_at >= to_at:
        raise DutyError(N_("The period ends before it begins. Mend its times."))
