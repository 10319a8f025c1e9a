"""A laydown takes nothing about persons: such a column is refused by its heading, and its values are not repeated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tansiq.errors import BadInputError
from tansiq.exchange import laydown_file
from tansiq.exchange.laydown_file.columns import COLUMNS
from tansiq.exchange.laydown_file.persons import is_about_persons

# The refusals of the project's safeguards: names, numbers, telephones, plates, faces, biometrics, kin, tribe, faith,
# language, watch-lists, human sources; in the three languages.
REFUSED = (
    "phone", "Phone number", "telephone", "commander_phone", "mobile", "e-mail", "email", "national_id", "National ID",
    "nationalId", "id_card_no", "passport", "plate", "number plate", "license_plate", "car_number", "ethnicity",
    "ethnic group", "sect", "religion", "tribe", "clan", "family_name", "father", "mother_tongue", "language",
    "nationality", "first_name", "full name", "commander", "date_of_birth", "dob", "gender", "age", "photo", "face_id",
    "fingerprint", "biometrics", "wanted", "watchlist", "suspect", "informant", "sponsor", "imei", "blood_group",
    "رقم الهاتف", "موبايل", "رقم الهوية", "لوحة", "القومية", "الطائفة", "المذهب", "العشيرة", "اللقب", "الآمر",
    "ژمارەی مۆبایل", "تەلەفۆن", "ناسنامە", "نەتەوە", "مەزهەب", "ئایین", "هۆز", "عەشیرەت", "تەمەن",
)  # fmt: skip


@pytest.mark.parametrize("heading", REFUSED)
def test_columns_about_persons_are_refused(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(f"id,party,mgrs,{heading}\na,one,38SLF3223,SECRET\nb,two,38SME3223,SECRET\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="about persons") as caught:
        laydown_file.read(path)
    assert "SECRET" not in str(caught.value)


def test_properties_about_persons_are_refused_on_any_feature_and_in_any_member(
    geojson_file: Callable[..., Path],
) -> None:
    def property_of_one(document: dict[str, Any]) -> None:
        document["features"][2]["properties"]["phone"] = "SECRET"

    def member_of_one(document: dict[str, Any]) -> None:
        document["tansiq"]["brigades"] = [{"id": "20", "state": "formed", "commander": "SECRET"}]

    for change in (property_of_one, member_of_one):
        with pytest.raises(BadInputError, match="about persons") as caught:
            laydown_file.read(geojson_file(change))
        assert "SECRET" not in str(caught.value)


def test_none_of_our_own_columns_is_about_persons() -> None:
    ours = {column for columns in COLUMNS.values() for column in columns}
    assert not {column for column in ours if is_about_persons(column)}


@pytest.mark.parametrize("heading", ["elevation", "remark", "village", "مسافة", "تێبینی", "section", "page", "stage"])
def test_other_columns_are_not_mistaken_for_them(heading: str) -> None:
    assert not is_about_persons(heading)
