"""A plan of patrols as files: every figure as JSON, segments and roster as tables. ``docs/patrols.md`` lists them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import tansiq
from tansiq.domain.time import LOCAL_ZONE
from tansiq.ground.model import Ground
from tansiq.language import translate
from tansiq.siting.patrols.observer import Exploited
from tansiq.siting.patrols.patrolling import Patrols
from tansiq.siting.patrols.segments import UNIT_OF, Segment
from tansiq.siting.patrols.tours import Tour

PLAN_FILE: Final = "patrols.json"
ROSTER_FILE: Final = "roster.csv"
SEGMENTS_FILE: Final = "segments.csv"
FORMAT: Final = "tansiq-patrols/1"
_DECIMALS: Final = 6
_ROSTER_COLUMNS: Final = ("date", "base", "vehicle", "leaves", "stop", "segment", "from", "to", "back")
_MET: Final = ("met_least", "met_mean", "met_most")
_SEGMENT_COLUMNS: Final = ("id", "sector", "from_km", "to_km", "lat", "lon", "value", *_MET)


def write_plan(made: Patrols, ground: Ground, folder: Path, inputs: list[Mapping[str, str]]) -> None:
    """Write the plan into ``folder``, which is there. ``inputs`` names what it was made from, with digests."""
    text = json.dumps(document(made, ground, inputs), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / PLAN_FILE).write_text(text, encoding="utf-8")
    _write_table(folder / SEGMENTS_FILE, _SEGMENT_COLUMNS, (row.values() for row in _segments(made)))
    _write_table(folder / ROSTER_FILE, _ROSTER_COLUMNS, _roster_rows(made))


def document(made: Patrols, ground: Ground, inputs: list[Mapping[str, str]]) -> dict[str, Any]:
    """Return the plan as JSON-ready values; figures rounded to six decimals, the bound downwards."""
    asked, day = made.asked, made.day
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "ground": ground.name,
        "window": made.parameters.window.value,
        "at": made.parameters.at.isoformat(),
        "weights": asked.weighing,
        "unit": UNIT_OF[asked.weighing],
        "shift_h": asked.shift_h,
        "rest_h": asked.rest_h,
        "slot_min": day.slot_min,
        "segment_km": asked.segment_km,
        "departures": asked.departures,
        "day_begins": day.clock(0),
        "value": round(made.plan.value, _DECIMALS),
        "bound": _below(made.plan.bound),
        "gap": round(made.plan.gap, _DECIMALS),
        "value_without_patrols": round(float(made.game.value.max()), _DECIMALS),
        "value_left_out": round(max((one.value for one in made.left_out), default=0.0), _DECIMALS),
        "observers": [_observed(each) for each in made.compared],
        "gate_watched": round(made.gate, _DECIMALS),
        "bases": [_base(made, number) for number in range(len(made.bases))],
        "segments": list(_segments(made)),
        "left_out": [_segment(one) for one in made.left_out],
        "seed": str(made.seed),
        "first_day": made.first_day.isoformat(),
        "days": asked.days,
        "inputs": list(inputs),
        "warnings": [{"code": n.code, "text": translate(n.template, "en", n.fields)} for n in made.notices],
    }


def _below(value: float) -> float:
    """Round for writing; a bound from below is never written higher than it is."""
    near = round(value, _DECIMALS)
    return round(near - 10.0**-_DECIMALS, _DECIMALS) if near > value else near


def _observed(one: Exploited) -> dict[str, Any]:
    return {
        "way": one.way,
        "known": round(one.known, _DECIMALS),
        **{f"watched_{days}": round(value, _DECIMALS) for days, value in one.watched.items()},
        "met_anywhere": round(one.anywhere, _DECIMALS),
    }


def _base(made: Patrols, number: int) -> dict[str, Any]:
    base, mixture = made.bases[number], made.plan.mixtures[number]
    legs = made.game.bases[number].legs
    return {
        "id": base.id,
        "lat": round(base.lat_deg, _DECIMALS),
        "lon": round(base.lon_deg, _DECIMALS),
        "vehicles": base.vehicles,
        "details": [
            {"share": share, "tours": [tour_words(made, tour, legs) for tour in detail.tours]}
            for detail, share in zip(mixture.details, mixture.share.tolist(), strict=True)
        ],
    }


def tour_words(made: Patrols, tour: Tour, legs: NDArray[np.int64]) -> dict[str, Any]:
    """Return a tour in hours and segments."""
    clock = made.day.clock
    stops = [{"segment": made.segments[i].id, "from": clock(first), "to": clock(end)} for i, first, end in tour.stops]
    return {"leaves": clock(tour.start), "stops": stops, "back": clock(tour.back(legs))}


def _segment(one: Segment) -> dict[str, Any]:
    return {
        "id": one.id,
        "sector": one.sector,
        "from_km": round(one.from_km, 3),
        "to_km": round(one.to_km, 3),
        "lat": round(one.lat_deg, _DECIMALS),
        "lon": round(one.lon_deg, _DECIMALS),
        "value": round(one.value, _DECIMALS),
    }


def _segments(made: Patrols) -> Iterator[dict[str, Any]]:
    """Yield each segment with the least, mean and greatest chance that somebody is there, over the window."""
    for one, chance in zip(made.segments, made.plan.cover[:, made.day.window], strict=True):
        met = (chance.min(), chance.mean(), chance.max())
        yield {**_segment(one), **{name: round(float(each), _DECIMALS) for name, each in zip(_MET, met, strict=True)}}


def _roster_rows(made: Patrols) -> Iterator[Sequence[object]]:
    for number in range(made.asked.days):
        day = made.first_day + timedelta(days=number)
        for base, roster in zip(made.bases, made.rosters, strict=True):
            legs = made.game.bases[made.bases.index(base)].legs
            for vehicle, tour in enumerate(roster[number], start=1):
                head = [day.isoformat(), base.id, vehicle, _moment(made, day, tour.start)]
                back = _moment(made, day, tour.back(legs))
                for stop, (i, first, end) in enumerate(tour.stops, start=1):
                    times = _moment(made, day, first), _moment(made, day, end)
                    yield [*head, stop, made.segments[i].id, *times, back]


def _moment(made: Patrols, day: date, slot: int) -> str:
    """Return when ``slot`` begins as local time with zone, to the minute."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)
    return (midnight + timedelta(minutes=made.day.minute(slot))).isoformat(timespec="minutes")


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
