"""Why a gap is one, in words: each case says who sees, who could come, how soon, and what word would do."""

import re
from collections.abc import Mapping
from itertools import product

import pytest
from django.utils import translation
from shapely import MultiPolygon

from tansiq.centre.picture.phrases import figure, km_span, minutes_allowed, minutes_needed
from tansiq.centre.picture.sentences import Setting, explain
from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.gaps.model import Gap, NearestElement, SharingGain
from tansiq.language import LANGUAGES, Language

PARTIES: Mapping[str, Names] = {
    "f": Names("Federal side (fictional)", "الطرف الاتحادي (خيالي)", "لایەنی فیدراڵ (خەیاڵی)"),
    "p": Names("Peshmerga", "البيشمركة", "پێشمەرگە"),
}
TERMS = Terms(45.0, 60.0, 24.0, (Sector("1", Names(), 0, 50), Sector("2", Names(), 50, 99, 20.0, False)))  # noqa: FBT003 - the partner may not respond


def _gap(
    seen_by: tuple[str, ...] = (),
    minutes: tuple[float | None, float | None] = (None, None),
    sharing: tuple[float, float] | None = None,
    unknown_km: float = 0.0,
    sector: str = "1",
) -> Gap:
    nearest = tuple(
        NearestElement(party, None if m is None else f"{party}1", m) for party, m in zip(PARTIES, minutes, strict=True)
    )
    km = {State.OPEN: 5.0 - unknown_km, State.UNKNOWN: unknown_km}
    return Gap(
        id="1-1", sector=sector, from_km=3.0, to_km=8.0, length_km=5.0, state_km=km, state_km2={State.OPEN: 60.0},
        area_km2=60.0, residents=None, places=(), places_count=0, incidents_last_year=None, seen_by=seen_by,
        nearest=nearest, sharing=SharingGain(*sharing) if sharing else None, centre_xy_m=(0.0, 0.0),
        geometry=MultiPolygon(),
    )  # fmt: skip


def _said(gap: Gap, language: Language = "en", share: float = 60.0) -> str:
    terms = Terms(TERMS.respond_within_min, share, TERMS.stale_after_h, TERMS.sectors)
    with translation.override(language):
        return explain(gap, Setting(PARTIES, terms, language))


def test_the_example_of_the_issue() -> None:
    said = _said(_gap(("f",), (None, 17.2), (12.7, 41.4)))
    assert said == (
        "Seen by Federal side only; the nearest element of Peshmerga could be there in 18 min, but word takes 60 min: "
        "passing word within 12 min would hold 41 km²."
    )


def test_nobody_sees_and_nobody_can_come() -> None:
    assert "no reaction element of either side can reach it" in _said(_gap())


def test_nobody_sees_but_somebody_could_come() -> None:
    said = _said(_gap(minutes=(30.0, 20.0)))
    assert "Neither side" in said
    assert "of Peshmerga, could be there in 20 min" in said
    assert "a watch here" in said


def test_nobody_sees_and_all_are_too_slow() -> None:
    assert "of Federal side, needs 70 min where 45 min are agreed" in _said(_gap(minutes=(70.0, 90.0)))


def test_sectors_own_response_time_is_the_one_agreed() -> None:
    assert "needs 30 min where 20 min are agreed" in _said(_gap(minutes=(30.0, None), sector="2"))


def test_partner_that_may_not_respond_is_named_as_the_reason() -> None:
    said = _said(_gap(("f",), (None, 10.0), (5.0, 9.0), sector="2"))
    assert "does not let it respond in this sector" in said
    assert "assing word" not in said


def test_faster_word_that_holds_nothing_is_not_promised() -> None:
    said = _said(_gap(("f",), (None, 40.0)))
    assert "faster word alone would hold no more of it" in said


def test_word_needed_at_once_is_not_called_zero_minutes() -> None:
    for gap in (_gap(("f",), (None, 40.0), (0.0, 2.0)), _gap(("f", "p"), (30.0, 40.0), (0.0, 2.0))):
        assert "even word passed at once would hold only 2 km²" in _said(gap).replace("Even", "even")
        assert "0 min would" not in _said(gap)


def test_seer_whose_own_element_comes_in_time_sees_only_part() -> None:
    assert "only in part: its own element could be there in 25 min" in _said(_gap(("p",), (90.0, 25.0)))


def test_both_see_and_nobody_can_come() -> None:
    assert "Seen by both sides, but no reaction element" in _said(_gap(("f", "p")))


def test_both_see_and_word_would_help() -> None:
    assert "passing word within 10 min would hold 3.5 km²" in _said(_gap(("f", "p"), (30.0, 35.0), (10.0, 3.5)))


def test_silent_posts_are_named_as_the_reason_for_unknown() -> None:
    assert "All of its seam is unknown" in _said(_gap(minutes=(10.0, None), unknown_km=5.0))
    assert "2 km of its seam are unknown" in _said(_gap(minutes=(10.0, None), unknown_km=2.0))
    assert "unknown" not in _said(_gap(minutes=(10.0, None)))


SEEN: tuple[tuple[str, ...], ...] = ((), ("f",), ("p",), ("f", "p"))
TIMES: tuple[tuple[float | None, float | None], ...] = (
    (None, None), (10.0, None), (None, 10.0), (80.0, None), (None, 80.0), (10.0, 80.0), (80.0, 10.0), (80.0, 90.0),
    (10.0, 12.0),
)  # fmt: skip
CASES = tuple(product(SEEN, TIMES, (None, (0.5, 4.0), (12.0, 4.0)), (0.0, 1.0, 5.0), ("1", "2")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_is_said_whole_in_every_language(language: Language) -> None:
    for seen_by, minutes, sharing, unknown_km, sector in CASES:
        said = _said(_gap(seen_by, minutes, sharing, unknown_km, sector), language)
        assert said.endswith(".")
        assert "%(" not in said
        assert "(fictional)" not in said
        if language != "en":
            assert not re.search("[A-Za-z]{3}", said), said


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_translations_keep_the_figures(language: Language) -> None:
    said = _said(_gap(("f",), (None, 17.2), (12.7, 41.4)), language)
    assert re.findall(r"\d+", said) == ["18", "60", "12", "41"]
    assert PARTIES["p"].best(language) in said


def test_times_are_rounded_to_the_safe_side() -> None:
    with translation.override("en"):
        assert minutes_needed(17.01) == "18 min"
        assert minutes_allowed(12.99) == "12 min"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.04, "0.04"), (3.04, "3"), (3.5, "3.5"), (41.4, "41"), (12345.0, "12,345")]
)
def test_figures_are_short(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_spans_stay_left_to_right_in_right_to_left_text() -> None:
    with translation.override("ar"):
        assert "\u206693–134.5\u2069" in km_span(93.0, 134.5)
