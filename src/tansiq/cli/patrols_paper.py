"""Rosters on paper: one PDF for each base and language, so that a base is handed its own and no other."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from tansiq.centre.paper import Block, Document, Facts, Notice, Paragraph, Table, render
from tansiq.centre.paper.sheets.frame import say
from tansiq.domain.names import Names
from tansiq.domain.time import MINUTES_A_DAY
from tansiq.language import LANGUAGES, N_, Language
from tansiq.siting.patrols.files import tour_words
from tansiq.siting.patrols.patrolling import Patrols

FOLDER: Final = "rosters"
TITLE: Final = N_("Patrol roster of base %(base)s")
MARKING: Final = N_("For base %(base)s only")
PERIOD: Final = N_("Days")
SHIFT: Final = N_("Longest shift, hours")
VEHICLES: Final = N_("Vehicles")
DATE: Final = N_("Date")
VEHICLE: Final = N_("Vehicle")
LEAVES: Final = N_("Leaves")
STOPS: Final = N_("Segments of the seam, from and until")
BACK: Final = N_("Back by")
TIMES: Final = N_("Times are local. The day of a tour is the one on which it leaves.")
DRAWN: Final = N_("Drawn by lot, so that nobody can foresee it. Drive it as it stands: habits can be foreseen.")
SEGMENT: Final = N_("Segment")
POSITION: Final = N_("Position")
SECTOR: Final = N_("Sector")
KILOMETRES: Final = N_("Kilometres")


def print_rosters(made: Patrols, folder: Path, title: Names, *, fictional: bool) -> None:
    """Write the roster of each base in each language into ``folder/rosters``.

    Raises
    ------
    UnprintableError
        If a roster is too long to print.
    """
    (folder / FOLDER).mkdir()
    for number, base in enumerate(made.bases):
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", base.id)[:60]
        for language in LANGUAGES:
            document = roster(made, number, title, language, fictional=fictional)
            path = folder / FOLDER / f"{number + 1:02d}-{name}.{language}.pdf"
            path.write_bytes(render(document, language))


def roster(made: Patrols, number: int, title: Names, language: Language, *, fictional: bool) -> Document:
    """Return the roster of base ``number`` as a document."""
    base = made.bases[number]
    return Document(
        say(TITLE, language, base=base.id),
        base.id,
        title.best(language),
        made.parameters.at,
        say(MARKING, language, base=base.id),
        fictional=fictional,
        blocks=tuple(_blocks(made, number, language)),
    )


def _blocks(made: Patrols, number: int, language: Language) -> Iterator[Block]:
    last = made.first_day + timedelta(days=made.asked.days - 1)
    yield Facts(
        (
            (say(PERIOD, language), _apart(f"{made.first_day.isoformat()} – {last.isoformat()}")),
            (say(VEHICLES, language), str(made.bases[number].vehicles)),
            (say(SHIFT, language), f"{made.asked.shift_h:g}"),
        )
    )
    yield Notice(say(DRAWN, language), language=language)
    headers = tuple(say(each, language) for each in (DATE, VEHICLE, LEAVES, STOPS, BACK))
    yield Table(headers, tuple(_rows(made, number)))
    yield Paragraph(say(TIMES, language), language)
    visited = sorted({i for day in made.rosters[number] for tour in day for i, _, _ in tour.stops})
    yield Table(
        tuple(say(each, language) for each in (SEGMENT, SECTOR, KILOMETRES, POSITION)),
        tuple(_segment(made, i) for i in visited),
    )


def _rows(made: Patrols, number: int) -> Iterator[tuple[str, ...]]:
    legs = made.game.bases[number].legs
    for day, tours in enumerate(made.rosters[number]):
        for vehicle, tour in enumerate(tours, start=1):
            words = tour_words(made, tour, legs)
            leaves = made.first_day + timedelta(days=day + made.day.minute(tour.start) // MINUTES_A_DAY)
            stops = "\n".join(_apart(f"{each['segment']}  {each['from']}–{each['to']}") for each in words["stops"])
            yield leaves.isoformat(), str(vehicle), words["leaves"], stops, words["back"]


def _apart(figures: str) -> str:
    """Keep figures in their order where the page runs from right to left."""
    return f"\u2066{figures}\u2069"


def _segment(made: Patrols, i: int) -> tuple[str, ...]:
    one = made.segments[i]
    figures = f"{one.from_km:g}–{one.to_km:g}", f"{one.lat_deg:.5f}, {one.lon_deg:.5f}"
    return one.id, one.sector, *map(_apart, figures)
