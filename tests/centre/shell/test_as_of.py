"""Looking back: a moment becomes a place, the page says so, links stay there, nothing can be entered."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.shell.as_of import BadMomentError, Place, address_text, moment_asked, stay_in_the_past
from tests.centre.shell.gallery import FIRST

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
THREE = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


def asked(**query: str) -> datetime | None:
    return moment_asked(QueryDict(urlencode(query)), NOW)


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "2026-11-25T03:00+03:00"},
        {"as_of": "2026-11-25T00:00Z"},
        {"as_of_date": "2026-11-25", "as_of_time": "03:00"},
        {"as_of_date": "2026-11-25", "as_of_time": "0300"},
    ],
)
def test_a_moment_is_read_however_it_is_asked_for(query: dict[str, str]) -> None:
    assert asked(**query) == THREE


def test_a_plus_sign_typed_into_an_address_is_understood() -> None:
    assert moment_asked(QueryDict("as_of=2026-11-25T03:00+03:00"), NOW) == THREE


@pytest.mark.parametrize("query", [{}, {"as_of": ""}, {"as_of": "  "}, {"as_of_date": "", "as_of_time": ""}])
def test_without_a_moment_it_is_now(query: dict[str, str]) -> None:
    assert asked(**query) is None


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "2026-11-25T03:00"},  # no zone
        {"as_of": "yesterday"},
        {"as_of": "2026-11-31T03:00Z"},
        {"as_of": "9999-12-31T23:59-23:59"},
        {"as_of": "0001-01-01T00:00+23:59"},
        {"as_of": "2026-11-25T03:00+03:00" + "0" * 5000},
        {"as_of": "2026-11-25T12:01+03:00"},  # a minute from now
        {"as_of_date": "2026-11-25"},
        {"as_of_time": "03:00"},
        {"as_of_date": "2026-11-25", "as_of_time": "3"},
    ],
)
def test_what_is_no_past_moment_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadMomentError):
        asked(**query)


@given(st.text(max_size=60))
def test_any_text_is_a_past_moment_or_refused_in_words(text: str) -> None:
    told = ""
    moment = None
    try:
        moment = asked(as_of=text)
    except BadMomentError as error:
        told = error.message("ckb")
    assert told or moment is None or moment <= NOW


@given(st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 25)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_a_moment_survives_its_way_through_an_address(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert moment_asked(QueryDict(f"as_of={address_text(moment)}"), NOW) == moment


def test_the_first_place_counts_as_looking_back() -> None:
    assert Place(0)
    assert Place(0) == 0


def test_page_says_when_it_is_known_at_and_the_way_back(gallery: Client) -> None:
    page = gallery.get("/gallery/parts?as_of=2026-11-25T03:00%2B03:00&page=2").content.decode()
    banner = page[page.index('class="past"') : page.index('class="work')]
    assert "25 0300C NOV 26" in banner
    assert "25 November 2026, 03:00 (UTC+3)" in banner
    assert 'data-now href="?page=2"' in banner


def test_view_gets_the_place_and_hides_its_forms(gallery: Client) -> None:
    moment = FIRST + timedelta(hours=30)
    response = gallery.get("/gallery/form", {"as_of": moment.isoformat()})
    assert response.wsgi_request.as_of == 30  # type: ignore[attr-defined]  # set by the middleware
    assert 'method="post"' not in response.content.decode().split("</header>")[1]


def test_links_and_searches_stay_in_the_past(gallery: Client) -> None:
    page = gallery.get("/gallery/form?as_of=2026-11-25T03:00%2B03:00").content.decode()
    assert 'href="/gallery/confirm?as_of=2026-11-25T03:00%2B03:00"' in page
    assert '<input type="hidden" name="as_of" value="2026-11-25T03:00+03:00">' in page
    assert "as_of" not in page[page.index("<head>") : page.index("</head>")]


def test_only_links_of_this_site_that_do_not_leave_the_past_are_changed() -> None:
    moment = THREE
    for kept in (
        b'<a data-now href="/x">', b'<a href="//elsewhere/x">', b'<a href="https://elsewhere/x">', b'<a href="#here">',
        b'<a href="/x?as_of=2026">', b'<p>href="/x"</p>', b'<form method="post">', b'<form data-now method="get">',
    ):  # fmt: skip
        assert stay_in_the_past(kept, moment) == kept
    assert stay_in_the_past(b'<a class="c" href="/x?y=1#z">', moment) == (
        b'<a class="c" href="/x?y=1&amp;as_of=2026-11-25T03:00%2B03:00#z">'
    )


def test_nothing_is_entered_in_the_past(gallery: Client) -> None:
    response = gallery.post("/gallery/form?as_of=2026-11-25T03:00%2B03:00", {"means": "radio"})
    assert response.status_code == 409
    assert "nothing can be entered there" in response.content.decode()


@pytest.mark.parametrize("query", ["as_of=2026-11-25T03:00", "as_of_date=x&as_of_time=y", "as_of=2226-01-01T00:00Z"])
def test_a_wrong_moment_is_refused_with_a_way_back(gallery: Client, query: str) -> None:
    response = gallery.get(f"/gallery/parts?{query}")
    assert response.status_code == 400
    page = response.content.decode()
    assert "This cannot be done" in page
    assert 'data-now href="?"' in page


def test_a_site_without_journal_knows_no_past(client: Client) -> None:
    assert client.get("/?as_of=nonsense").status_code == 200
