"""The frame tells who is here, what waits for them, and nothing that their roles may not open."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tansiq.centre.shell import activities
from tansiq.centre.shell.activities import Waiting, waiting_for
from tansiq.centre.shell.who import in_turn
from tests.centre.shell.gallery import FIRST, Officer, configuration

Rail = dict[str, activities.Activity]


def words(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_bar_names_the_centre_both_parties_and_who_is_signed_in(gallery: Client) -> None:
    page = words(gallery, "/gallery/parts")
    bar = page[page.index("<header") : page.index("</header>")]
    for said in ("kirkuk", "Federal forces", "Peshmerga", "fed-duty-1", "duty officer", "signatory"):
        assert said in bar
    assert re.search(r'id="clock">\d{2} \d{4}C [A-Z]{3} \d{2}<', bar)


def test_forces_that_are_fictional_are_called_so_on_every_page(gallery: Client) -> None:
    for address in ("/gallery/parts", "/gallery/form", "/gallery/confirm", "/no-such-page"):
        assert "Exercise, fictional forces" in words(gallery, address)


def test_a_stranger_sees_neither_rail_nor_account_nor_what_time_could_be_looked_back_to(gallery: Client) -> None:
    page = words(gallery, "/gallery/parts?stranger=1")
    assert 'class="rail"' not in page
    assert "as_of_date" not in page
    assert "data-stream" not in page


def test_a_site_without_identity_keeps_its_plain_frame(client: Client) -> None:
    page = words(client, "/")
    for mark in ("rail", "framed", "frame.css", "data-now"):
        assert mark not in page
    assert 'id="clock"' in page


@pytest.mark.parametrize(("roles", "opened"), [({"duty_officer"}, True), ({"administrator"}, False), (set(), False)])
def test_rail_shows_only_what_a_role_may_open(gallery: Client, rail: Rail, roles: set[str], opened: bool) -> None:  # noqa: FBT001 - a case
    del gallery
    shown = activities.rail(Officer(roles=frozenset(roles)), None, "/gallery/parts")
    assert bool(shown) is opened
    rail["mine"] = replace(rail["log"], name="mine", roles=None)
    assert "mine" in {entry.name for entry in activities.rail(Officer(roles=frozenset(roles)), None, "/")}


def test_an_activity_that_this_centre_lacks_is_not_on_the_rail(gallery: Client, rail: Rail) -> None:
    del gallery
    rail["picture"] = replace(rail["picture"], offered=lambda: False)
    assert "picture" not in {entry.name for entry in activities.rail(Officer(), None, "/")}


def test_one_entry_at_most_is_current_and_it_is_the_longest_that_fits(gallery: Client) -> None:
    del gallery
    current = [entry.name for entry in activities.rail(Officer(), None, "/gallery/form") if entry.current]
    assert current == ["log"]
    assert [entry.name for entry in activities.rail(Officer(), None, "/gallery") if entry.current] == []


def test_counts_are_asked_for_the_officer_and_the_place_looked_at(gallery: Client, rail: Rail) -> None:
    del gallery
    asked: list[Any] = []
    rail["log"] = replace(rail["log"], waiting=lambda officer, as_of: asked.append((officer.party, as_of)) or 3)  # type: ignore[func-returns-value]  # append gives None
    entry = next(entry for entry in activities.rail(Officer(party="regional"), 12, "/") if entry.name == "log")
    assert (entry.count, asked) == (3, [("regional", 12)])


def test_what_waits_comes_oldest_first_whatever_part_it_is_of(
    gallery: Client, rail: Rail, monkeypatch: pytest.MonkeyPatch
) -> None:
    del gallery
    rail["closed"] = replace(rail["log"], name="closed", roles=frozenset({"planner"}))
    items = {
        name: (lambda _officer, _as_of, day=day, name=name: [Waiting(FIRST.replace(day=day), name, "/")])
        for name, day in (("log", 22), ("decisions", 21), ("closed", 20), ("unheard-of", 19))
    }
    monkeypatch.setattr(activities, "_waiting_items", items)
    assert [one.what for one in waiting_for(Officer(), None)] == ["decisions", "log"]


def test_neither_party_is_always_named_first() -> None:
    assert {in_turn(("a", "b"), turn) for turn in range(4)} == {("a", "b"), ("b", "a")}
    assert in_turn((), 3) == ()


def test_the_language_link_keeps_what_the_page_was_asked_for(gallery: Client) -> None:
    page = words(gallery, "/gallery/parts?page=4&language=en")
    assert 'href="?page=4&amp;language=ar"' in page


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_no_page_has_inline_scripts_styles_or_handlers(gallery: Client, language: str) -> None:
    for address in ("parts", "form", "confirm"):
        page = words(gallery, f"/gallery/{address}?language={language}")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert translation.get_language() == "en"


def test_a_failing_part_does_not_break_the_page_that_says_so(gallery: Client, rail: Rail) -> None:
    def fail(_officer: Any, _as_of: Any) -> int:  # noqa: ANN401 - whatever is asked
        message = "the database is gone"
        raise RuntimeError(message)

    rail["log"] = replace(rail["log"], waiting=fail)
    gallery.raise_request_exception = False
    response = gallery.get("/gallery/parts")
    assert response.status_code == 500
    assert "The server failed" in response.content.decode()


def test_a_centre_of_one_party_names_it_alone(gallery: Client, settings: Any) -> None:  # noqa: ANN401 - pytest-django's
    settings.CENTRE = configuration(joint=False)
    page = words(gallery, "/gallery/form")
    bar = page[page.index("<header") : page.index('class="menu')]
    assert "Federal forces" in bar
    assert "Peshmerga" not in bar
    assert "Joint centre" not in bar
