"""The annex on paper: A4, map, what is gained, the gaps left, the posts changed, and room for both parties to sign."""

from collections.abc import Iterator, Sequence
from typing import Final

from tansiq.centre.paper import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Notice,
    Paragraph,
    Signature,
    Signatures,
    Table,
    render,
)
from tansiq.centre.paper.sheets.frame import say
from tansiq.centre.planning.exports import sheets
from tansiq.centre.planning.exports.annex_map import map_png
from tansiq.centre.planning.exports.plan import MARKING, NO_LEGAL_MEANING, Plan
from tansiq.centre.planning.exports.sheets import Cell, Sheet
from tansiq.gaps.files.furniture import SKETCH
from tansiq.language import N_, Language

TITLE: Final = N_("Course of action: %(title)s")
SHORT_MARKING: Final = N_("Positions of posts: for those who may open this plan at this centre")
MAP_ALT: Final = N_(
    "Map of the ground by state after the course, with posts, changes, checkpoints, areas, corridors, scale and north. "
    "The tables below say the same in figures."
)
MAP: Final = N_("The ground after the course")
ROBUST: Final = N_("Gaps in bold boxes stay gaps whatever is assumed.")
SIGNATURES: Final = N_("Signatures")
FOR_PARTY: Final = N_("For the party, in its function")
MORE: Final = N_("%(count)s more are in the spreadsheet.")
MOST_GAPS: Final = 60
"""Gaps on paper, the longest first; a band of any size keeps a readable annex, and the spreadsheet holds all."""

_GAP_COLUMNS: Final = (0, 1, 2, 3, 4, 5, 13, 14, 15)
_CHECKPOINT_COLUMNS: Final = (0, 1, 2)  # MGRS to the metre; degrees would have to be rounded


def annex_bytes(plan: Plan, language: Language) -> bytes:
    """Return the annex as PDF (PDF/A-2a, PDF/UA-1), right to left in Arabic and Sorani.

    The same plan gives the same bytes with the same release of Tansiq and its libraries.

    Raises
    ------
    UnprintableError
        If a title or name is longer than can be printed.
    """
    return render(annex(plan, language), language)


def annex(plan: Plan, language: Language) -> Document:
    """Return the annex as a document."""
    title = plan.course.title.best(language) or plan.course.id
    return Document(
        say(TITLE, language, title=title),
        plan.course.id,
        plan.centre,
        plan.made_at,
        say(SHORT_MARKING, language),
        fictional=plan.fictional,
        blocks=tuple(_blocks(plan, language)),
    )


def _blocks(plan: Plan, language: Language) -> Iterator[Block]:
    yield Facts(sheets.about_facts(plan, language)[:-1])  # what lines mean stands below the map
    yield Heading(say(MAP, language))
    yield Figure(map_png(plan, language), say(MAP_ALT, language), _caption(plan, language))
    yield Heading(say(sheets.SUMMARY, language))
    yield _table(sheets.summary(plan, language))
    yield Heading(say(sheets.GAPS, language))
    yield from _gaps(plan, language)
    for title, sheet in (
        (sheets.CHANGES, sheets.changes(plan, language)),
        (sheets.CHECKPOINTS, _columns(sheets.checkpoints(plan, language), _CHECKPOINT_COLUMNS)),
        (sheets.AREAS, sheets.areas(plan, language)),
    ):
        if sheet.rows:
            yield Heading(say(title, language))
            yield _table(sheet)
    yield Notice(f"{say(NO_LEGAL_MEANING, language)}\n{say(MARKING, language)}", language=language)
    yield Heading(say(SIGNATURES, language))
    parties = plan.after.laydown.parties
    yield Signatures(tuple(Signature(party.names.best(language), say(FOR_PARTY, language)) for party in parties))


def _caption(plan: Plan, language: Language) -> str:
    said = [say(NO_LEGAL_MEANING, language)]
    said += [say(SKETCH, language) + "."] if plan.after.ground.sketch else []
    said += [say(ROBUST, language)] if plan.robust else []
    return " ".join(said)


def _gaps(plan: Plan, language: Language) -> Iterator[Block]:
    sheet = sheets.gaps(plan, language)
    longest = sorted(range(len(sheet.rows)), key=lambda n: (-plan.after.gaps[n].length_km, n))[:MOST_GAPS]
    shown = Sheet(sheet.title, sheet.headers, tuple(sheet.rows[n] for n in sorted(longest)))
    yield _table(_columns(shown, _GAP_COLUMNS))
    if len(sheet.rows) > MOST_GAPS:
        yield Paragraph(say(MORE, language, count=str(len(sheet.rows) - MOST_GAPS)), language)


def _columns(sheet: Sheet, columns: Sequence[int]) -> Sheet:
    rows = tuple(tuple(row[column] for column in columns) for row in sheet.rows)
    return Sheet(sheet.title, tuple(sheet.headers[column] for column in columns), rows)


def _table(sheet: Sheet) -> Table:
    columns = ([row[number] for row in sheet.rows] for number in range(len(sheet.headers)))
    rows = tuple(tuple(_words(value) for value in row) for row in sheet.rows)
    return Table(sheet.headers, rows, align=["end" if _figures(values) else "start" for values in columns])


def _figures(values: Sequence[Cell]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) for value in known)


def _words(value: Cell) -> str:
    """Return a cell for paper: figures to a tenth, digits in groups, the sign before them on any page."""
    if isinstance(value, float):
        return f"\u2066{value:,.1f}\u2069"
    return "" if value is None else f"\u2066{value}\u2069" if isinstance(value, int) else value
