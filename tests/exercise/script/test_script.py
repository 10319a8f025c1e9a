"""The scripted fortnight: whole in three languages, on the sketch, about nobody, in order, and possible."""

import re
from datetime import timedelta

import mgrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.free_text import cautions
from tansiq.exercise.script import KINDS, Event, due, fortnight
from tansiq.exercise.sketch.facts import towns
from tansiq.journal.record import AUTHOR_ROLES
from tansiq.journal.record import KINDS as RECORD_KINDS
from tansiq.language import LANGUAGES

EVENTS = fortnight()
BY_ID = {each.id: each for each in EVENTS}
CENTRES = {"federal-hq": {"federal"}, "bar": {"federal", "regional"}, "regional-hq": {"regional"}}
SILENT = {"acknowledge", "confirm_recall"}
EXERCISE = {"en": "Exercise: ", "ar": "تمرين: ", "ckb": "مەشق: "}
# What echoes "cleansing", and what a centre of coordination does not report.
UNWANTED = ("تطهير", "پاکتاو", "target", "enemy", "العدو", "دوژمن")


def ids(event: Event) -> str:
    return event.id


def test_it_is_a_fortnight_of_a_few_dozen_events_in_order_of_time() -> None:
    times = [each.after for each in EVENTS]
    assert times == sorted(times)
    assert timedelta(days=13) < times[-1] < timedelta(days=14)
    assert len(BY_ID) == len(EVENTS) > 36
    assert {each.kind for each in EVENTS} == set(KINDS)
    assert {each.category for each in EVENTS if each.kind == "message"} == set(
        RECORD_KINDS["message/1"].schema["properties"]["category"]["enum"]  # type: ignore[call-overload, index]  # JSON
    )


@pytest.mark.parametrize("event", EVENTS, ids=ids)
def test_every_text_stands_in_three_languages_and_says_that_it_is_an_exercise(event: Event) -> None:
    texts = {language: getattr(event.text, language) for language in LANGUAGES}
    if event.kind in SILENT:
        assert not any(texts.values())
        return
    for language, text in texts.items():
        assert text.startswith(EXERCISE[language])
        assert len(text) > len(EXERCISE[language])
        assert not [word for word in UNWANTED if word in text.lower()]
    assert not re.search("[يك\u200c\u0649]", texts["ckb"]), texts["ckb"]
    assert re.search("[ەێۆڕڵ]", texts["ckb"])
    assert not re.search("[ەێۆڕڵیکگچپژ]", texts["ar"]), texts["ar"]


@pytest.mark.parametrize("event", EVENTS, ids=ids)
def test_no_text_holds_what_singles_out_a_person_or_letters_that_look_alike(event: Event) -> None:
    for language in LANGUAGES:
        assert cautions(getattr(event.text, language)) == ()


@pytest.mark.parametrize("event", EVENTS, ids=ids)
def test_places_are_those_of_the_sketch_to_a_kilometre(event: Event) -> None:
    if event.place is None:
        return
    lat_deg, lon_deg = mgrs.MGRS().toLatLon(event.place.mgrs)
    town = next(each for each in towns() if each.names == event.place.names)
    assert re.fullmatch(r"3[78]S[A-Z]{2}[0-9]{4}", event.place.mgrs)
    assert abs(lat_deg - town.lat_deg) * 111 < 1.5
    assert abs(lon_deg - town.lon_deg) * 91 < 1.5


@pytest.mark.parametrize("event", EVENTS, ids=ids)
def test_every_event_can_happen_where_it_is_said_to(event: Event) -> None:
    assert event.party in CENTRES[event.centre]
    assert event.role in AUTHOR_ROLES
    assert (event.kind == "message") == bool(event.category)
    assert (event.kind in {"message", "duty"}) == bool(event.precedence)
    needs = event.kind not in {"message", "duty"} or event.category == "reply"
    assert bool(event.about) == needs
    if event.about:
        _check_about(event, BY_ID[event.about])


def _check_about(event: Event, about: Event) -> None:
    """What somebody answers came before; their own they correct, release and recall, the partner's they acknowledge."""
    assert about.after < event.after
    own = (about.centre, about.party) == (event.centre, event.party)
    assert own == (event.kind in {"correct", "recall", "release"})
    if event.kind == "release":
        assert not about.to
        assert event.to
    elif not own:
        assert event.party != about.party or len(CENTRES[event.centre]) == 1
        assert CENTRES[event.centre] - {about.party} <= set(about.to)
        # What answers goes only to where the answered came from: elsewhere it would speak of something unknown.
        assert about.category != "reply" or BY_ID[about.about].centre == event.centre
    if event.kind == "confirm_recall":
        assert any(each.kind == "recall" and each.about == about.id for each in due(EVENTS, event.after))


def test_every_centre_and_both_parties_have_their_part() -> None:
    assert {each.centre for each in EVENTS} == set(CENTRES)
    counts = [sum(each.party == party for each in EVENTS) for party in ("federal", "regional")]
    assert min(counts) * 3 > max(counts) * 2


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=15)), st.sampled_from(["", *CENTRES]))
def test_what_is_due_only_grows_and_ends_with_everything(upto: timedelta, centre: str) -> None:
    found = due(EVENTS, upto, centre)
    assert found == due(EVENTS, upto + timedelta(days=1), centre)[: len(found)]
    assert all(each.after <= upto for each in found)
    every = due(EVENTS, timedelta(days=14), centre)
    assert len(every) == sum(centre in ("", each.centre) for each in EVENTS)
