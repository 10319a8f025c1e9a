"""What people type into a moment or a text of several languages is taken as meant, or refused in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.shell.fields import LocalMomentField, Spoken, SpokenField, western_digits
from tansiq.centre.shell.rendering import FormRendering


class Entry(forms.Form):
    default_renderer = FormRendering
    said = SpokenField(label="Said", longest=50)
    at = LocalMomentField(label="At")
    grid = forms.CharField(label="Grid", required=False, help_text="MGRS")


def entry(**fields: str) -> Entry:
    data = QueryDict(mutable=True)
    data.update({"said_en": "Lights", "at_date": "2026-11-25", "at_time": "0230", **fields})
    return Entry(data)


@pytest.mark.parametrize("time", ["0230", "02:30", "2:30", "230", "٠٢٣٠", "۰۲:۳۰", " 0230 "[:5]])
def test_local_time_is_read_however_it_is_typed(time: str) -> None:
    form = entry(at_time=time)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "time"),
    [("2026-11-25", "2460"), ("2026-11-25", "24:00"), ("2026-02-30", "0230"), ("25.11.2026", "0230"), ("", "0230"),
     ("2026-11-25", ""), ("2026-11-25", "half"), ("0026-11-25", "0230"), ("2026-11-25", "2"), ("²⁰²⁶-11-25", "0230")],
)  # fmt: skip
def test_what_is_no_time_is_refused(date: str, time: str) -> None:
    assert "at" in entry(at_date=date, at_time=time).errors


def test_initial_moment_is_shown_in_local_time() -> None:
    page = str(Entry(initial={"at": datetime(2026, 11, 24, 23, 30, tzinfo=UTC)}))
    assert 'value="2026-11-25"' in page
    assert 'value="02:30"' in page
    assert "UTC+3" in page


@given(st.text())
def test_western_digits_change_digits_only(text: str) -> None:
    western = western_digits(text)
    assert len(western) == len(text)
    assert all(new == old or (old.isdecimal() and new in "0123456789") for new, old in zip(western, text, strict=True))


def test_one_language_alone_is_the_original_whatever_was_marked() -> None:
    form = entry(said_en="", said_ckb="ڕووناکی", said_original="en")
    assert form.is_valid()
    assert form.cleaned_data["said"] == Spoken("ckb", {"ckb": "ڕووناکی"})


def test_of_several_the_marked_one_is_the_original() -> None:
    form = entry(said_ar="أضواء", said_original="ar")
    assert form.is_valid()
    assert form.cleaned_data["said"] == Spoken("ar", {"en": "Lights", "ar": "أضواء"})


@pytest.mark.parametrize(
    "fields",
    [
        {"said_en": "   "},
        {"said_en": "x" * 51},
        {"said_ar": "أضواء", "said_original": "ckb"},
    ],
)
def test_nothing_too_much_or_no_original_is_refused(fields: dict[str, str]) -> None:
    assert "said" in entry(**fields).errors


def test_each_language_is_entered_in_its_own_direction() -> None:
    page = str(Entry())
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="ckb" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in page


def test_errors_stand_in_a_summary_that_leads_to_the_field_and_beside_it() -> None:
    page = str(entry(said_en="", at_time="9999"))
    assert page.index('class="faults"') < page.index('class="fields"')
    for target in ("id_said_en", "id_at_0", "id_at_1"):
        if f'href="#{target}"' in page:
            assert f'id="{target}"' in page
    assert 'href="#id_said_en"' in page
    assert 'id="id_said_error"' in page
    assert 'aria-describedby="id_said_error"' in page


def test_what_was_typed_stands_there_again_and_is_escaped() -> None:
    page = str(entry(said_en='</textarea><script>"', at_time="<9>"))
    assert "<script>" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert 'value="&lt;9&gt;"' in page


@given(st.dictionaries(st.sampled_from(["said_en", "said_ar", "said_original", "at_date", "at_time"]), st.text()))
def test_any_input_is_taken_or_refused_but_never_fails(fields: dict[str, Any]) -> None:
    form = entry(**fields)
    assert form.is_valid() or form.errors
    assert str(form)
