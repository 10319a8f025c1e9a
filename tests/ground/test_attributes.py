from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.names import Names
from tansiq.ground.attributes import names, ranks, residents, script_language
from tansiq.ground.layers import Features


def features(**fields: list[Any]) -> Features:
    count = len(next(iter(fields.values())))
    return Features(
        np.array([shapely.Point(0, 0)] * count, object), {k: np.array(v, object) for k, v in fields.items()}, ()
    )


@pytest.mark.parametrize(
    ("name", "language"),
    [("Mosul", "en"), ("الموصل", "ar"), ("هەولێر", "ckb"), ("کەرکووک", "ckb"), ("كركوك", "ar"), ("", "en")],
)
def test_a_plain_name_goes_to_the_language_of_its_letters(name: str, language: str) -> None:
    assert script_language(name) == language


@pytest.mark.parametrize(
    ("script", "language"), [("kurdish", "ckb"), ("kurdish+latin", "ckb"), ("arabic+syriac", "ar")]
)
def test_a_stated_script_wins_over_the_letters(script: str, language: str) -> None:
    assert script_language("سنجار", script) == language


def test_columns_that_name_a_language_come_before_the_plain_name() -> None:
    read = names(
        features(name=["كركوك", "دهوك"], name_ar=["كَركوك", None], name_ku=["کەرکووک", None], nameascii=[None, "Duhok"])
    )
    assert read == [Names("", "كَركوك", "کەرکووک"), Names("Duhok", "دهوك", "")]


def test_units_take_the_lowest_level_and_places_never_take_a_unit_as_their_name() -> None:
    table = features(adm1_en=["Ninewa"], adm2_en=["Sinjar"], adm2_ar=["سنجار"])
    assert names(table, units=True) == [Names("Sinjar", "سنجار", "")]
    assert names(table) == [Names()]


@pytest.mark.parametrize(
    ("value", "count"),
    [("1,200", 1200), (350.0, 350), (0, 0), (-99, None), ("about 50", None), (None, None), (float("nan"), None)],
)
def test_residents_are_whole_numbers_or_unknown(value: object, count: int | None) -> None:
    assert residents(features(population=[value])) == [count]


def test_ranks_come_from_the_rank_then_the_kind_then_the_residents() -> None:
    table = features(rank=[2, None, None, None, 9], place=[None, "hamlet", None, None, "village"])
    assert ranks(table, [5_000_000, 5_000_000, 250_000, None, None]) == [2, 5, 1, 5, 3]


@settings(deadline=None)
@given(st.text(max_size=30), st.one_of(st.none(), st.text(max_size=10)))
def test_no_name_is_lost_or_doubled(name: str, script: str | None) -> None:
    [read] = names(features(name=[name], name_script=[script]))
    assert sorted([read.en, read.ar, read.ckb]) == ["", "", name.strip()]
