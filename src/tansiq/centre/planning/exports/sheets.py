"""The plan as tables in one language: the spreadsheet's sheets, and the annex's tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import override

from tansiq.centre.picture.measures import measure_words
from tansiq.centre.picture.phrases import without_remark
from tansiq.centre.picture.sentences import Setting
from tansiq.centre.planning.exports.changes import KIND_NAMES, changes_of
from tansiq.centre.planning.exports.errors import TooLargeToExportError
from tansiq.centre.planning.exports.layers import mgrs_of
from tansiq.centre.planning.exports.plan import FICTIONAL, MARKING, NO_LEGAL_MEANING, Plan
from tansiq.domain.state import STATE_NAMES, State
from tansiq.domain.time import Window
from tansiq.gaps.model import Gap, Measure, Picture
from tansiq.language import N_, Language, translate

MOST_ROWS: Final = 100_000
_TOO_LONG: Final = N_("The table %(table)s has %(rows)s rows; a sheet may hold %(most)s. Take a coarser ground.")
_UNHELD: Final = (State.SLOW, State.BLIND, State.OPEN, State.UNKNOWN)

Cell = str | int | float | bool | None

SUMMARY, GAPS, LEDGER = N_("Before and after"), N_("Gaps"), N_("Remedies")
CHANGES, CHECKPOINTS, AREAS, ABOUT = N_("Posts changed"), N_("Joint checkpoints"), N_("Company areas"), N_("About")


@dataclass(frozen=True)
class Sheet:
    """A table: title, headers, and rows as long as the headers."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(plan: Plan, language: Language) -> tuple[Sheet, ...]:
    """Return the sheets in order; the ledger only if there is one.

    Raises
    ------
    TooLargeToExportError
        If one has more rows than a sheet may.
    """
    made = [summary(plan, language), gaps(plan, language)]
    made += [ledger(plan, language)] if plan.after.ledger else []
    made += [changes(plan, language), checkpoints(plan, language), areas(plan, language), about(plan, language)]
    for sheet in made:
        if len(sheet.rows) > MOST_ROWS:
            raise TooLargeToExportError(_TOO_LONG, table=sheet.title, rows=len(sheet.rows), most=MOST_ROWS)
    return tuple(made)


def summary(plan: Plan, language: Language) -> Sheet:
    """Return what the course does: by state ground and seam before, after, and the difference."""
    headers = (N_("What"), N_("Unit"), N_("Before"), N_("After"), N_("Change"))
    return _sheet(SUMMARY, headers, _summary_rows(plan, language), language)


def _summary_rows(plan: Plan, language: Language) -> Iterator[tuple[Cell, ...]]:
    for template, unit, figures in (
        (N_("Seam %(state)s"), "km", (plan.before.seam_by_state_km(), plan.after.seam_by_state_km())),
        (N_("Ground %(state)s"), "km²", (plan.before.by_state_km2(), plan.after.by_state_km2())),
    ):
        for state in State:
            name = translate(template, language, {"state": translate(STATE_NAMES[state], language)})
            yield name, unit, *_difference(*(float(one[state]) for one in figures))
    for label, values in (
        (N_("Gaps"), (len(plan.before.gaps), len(plan.after.gaps))),
        (N_("Longest gap"), tuple(_longest_km(one) for one in (plan.before, plan.after))),
        (N_("Posts"), (len(plan.before.laydown.posts), len(plan.after.laydown.posts))),
    ):
        yield translate(label, language), "km" if label == "Longest gap" else "", *_difference(*values)


def _difference(before: float, after: float) -> tuple[float, float, float]:
    return round(before, 3), round(after, 3), round(after - before, 3)


def _longest_km(picture: Picture) -> float:
    return max((gap.length_km for gap in picture.gaps), default=0.0)


def gaps(plan: Plan, language: Language) -> Sheet:
    """Return the gaps that are left, along the seam."""
    headers = (
        N_("Gap"), N_("Sector"), N_("From km"), N_("To km"), N_("Length (km)"), N_("Ground (km²)"),
        *(STATE_NAMES[state] for state in _UNHELD), N_("Residents"), N_("Places"), N_("Incidents in a year"),
        N_("First elements (min)"), N_("New"), N_("Stays a gap whatever is assumed"),
    )  # fmt: skip
    known = {gap.id for gap in plan.before.gaps}
    rows = (_gap_row(plan, gap, known, language) for gap in plan.after.gaps)
    made = _sheet(GAPS, headers, rows, language)
    first = 6
    states = tuple(f"{made.headers[first + n]} (km)" for n in range(len(_UNHELD)))
    return Sheet(made.title, made.headers[:first] + states + made.headers[first + len(_UNHELD) :], made.rows)


def _gap_row(plan: Plan, gap: Gap, known: set[str], language: Language) -> tuple[Cell, ...]:
    arrivals = "; ".join(
        f"{without_remark(party_name(plan, one.party, language))} {one.minutes:.0f}"
        for one in gap.nearest
        if one.minutes is not None
    )
    return (
        gap.id, gap.sector, round(gap.from_km, 3), round(gap.to_km, 3), round(gap.length_km, 3), round(gap.area_km2, 3),
        *(round(float(gap.state_km.get(state, 0.0)), 3) for state in _UNHELD),
        gap.residents, "; ".join(gap.places), gap.incidents_last_year, arrivals,
        yes_no(gap.id not in known, language), yes_no(gap.id in plan.robust, language),
    )  # fmt: skip


def ledger(plan: Plan, language: Language) -> Sheet:
    """Return what else would close gaps once the course is done, best first."""
    headers = (
        N_("Measure"), N_("Key"), N_("Seam held by it (km)"), N_("Ground held by it (km²)"), N_("Residents"),
        N_("Seam beyond those above (km)"), N_("Ground beyond those above (km²)"), N_("Gaps"),
    )  # fmt: skip
    setting = Setting.of(plan.after.laydown, plan.after.parameters.terms, language)
    with override(language):  # the words of measures are the picture's page's, in the active language
        rows = [_measure_row(measure_words(one, plan.after, setting), one) for one in plan.after.ledger]
    return _sheet(LEDGER, headers, rows, language)


def _measure_row(said: str, one: Measure) -> tuple[Cell, ...]:
    return (
        said, one.id, round(one.seam_km, 3), round(one.km2, 3), one.residents, round(one.then_seam_km, 3),
        round(one.then_km2, 3), " ".join(one.gaps),
    )  # fmt: skip


def changes(plan: Plan, language: Language) -> Sheet:
    """Return the posts that the course changes, with where they are and were."""
    headers = (N_("Post"), N_("Name"), N_("Party"), N_("Change"), N_("MGRS"), N_("MGRS before"), N_("Moved (m)"))
    rows = (
        (
            one.post.id,
            one.post.names.best(language),
            party_name(plan, one.post.party, language),
            translate(KIND_NAMES[one.kind], language),
            mgrs_of(one.post.lon_deg, one.post.lat_deg),
            mgrs_of(one.before.lon_deg, one.before.lat_deg) if one.kind == "moved" and one.before else None,
            one.moved_m if one.kind == "moved" else None,
        )
        for one in changes_of(plan)
    )
    return _sheet(CHANGES, headers, rows, language)


def checkpoints(plan: Plan, language: Language) -> Sheet:
    """Return the joint checkpoints."""
    rows = (
        (one.id, one.names.best(language), mgrs_of(one.lon_deg, one.lat_deg), round(one.lat_deg, 7),
         round(one.lon_deg, 7))
        for one in plan.course.checkpoints
    )  # fmt: skip
    return _sheet(
        CHECKPOINTS, (N_("Checkpoint"), N_("Name"), N_("MGRS"), N_("Latitude"), N_("Longitude")), rows, language
    )


def areas(plan: Plan, language: Language) -> Sheet:
    """Return the companies' areas with their corners."""
    rows = (
        (one.id, one.brigade, one.company, "\n".join(mgrs_of(lon, lat) for lon, lat in one.ring_lonlat))
        for one in plan.course.areas
    )
    return _sheet(AREAS, (N_("Area"), N_("Brigade"), N_("Company"), N_("Corners (MGRS)")), rows, language)


def about(plan: Plan, language: Language) -> Sheet:
    """Return what the file says of itself."""
    rows = (
        (key, value.isoformat() if isinstance(value, datetime) else value) for key, value in about_facts(plan, language)
    )
    return _sheet(ABOUT, (N_("What"), N_("Value")), rows, language)


def about_facts(plan: Plan, language: Language) -> list[tuple[str, str | datetime]]:
    """Return the same as labels with what they are."""
    rows: list[tuple[str, str | datetime]] = [
        (N_("Course of action"), plan.course.title.best(language) or plan.course.id),
        (N_("Who may read it"), translate(MARKING, language)),
        *([(N_("Exercise"), translate(FICTIONAL, language))] if plan.fictional else []),
        (N_("Part of the day"), translate(window_name(plan), language)),
        (N_("Picture of"), plan.after.parameters.at),
        (N_("Exported"), plan.made_at),
        (N_("Centre"), plan.centre),
        (N_("By"), plan.by),
        (N_("Lines"), translate(NO_LEGAL_MEANING, language)),
    ]
    return [(translate(key, language), value) for key, value in rows]


def window_name(plan: Plan) -> str:
    """Return the part of the day, to be translated."""
    return N_("by day") if plan.after.parameters.window is Window.DAY else N_("by night")


def party_name(plan: Plan, party: str, language: Language) -> str:
    """Return a party's name."""
    return next((one.names.best(language) for one in plan.after.laydown.parties if one.id == party), party)


def yes_no(said: bool, language: Language) -> str:  # noqa: FBT001 - the value itself
    """Return yes or no."""
    return translate(N_("yes") if said else N_("no"), language)


def _sheet(title: str, headers: Sequence[str], rows: Iterable[tuple[Cell, ...]], language: Language) -> Sheet:
    told = tuple(translate(header, language) for header in headers)
    return Sheet(translate(title, language), told, tuple(rows))
