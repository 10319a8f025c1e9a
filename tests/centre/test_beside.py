"""The strip above the picture: the exercise's centres, on the host the page was asked for by, in no fixed order."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.picture import beside
from tansiq.centre.picture.beside import Site
from tansiq.domain.names import Names
from tansiq.domain.time import LOCAL_ZONE

SITES = (
    Site(Names("Federal", "الاتحادي", "فیدراڵی"), 8001),
    Site(Names("Joint", "المشترك", "هاوبەش"), 8002),
    Site(Names("Peshmerga", "البيشمركة", "پێشمەرگە"), 8003),
)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture
def centres() -> Iterator[None]:
    beside.point_to(SITES)
    yield
    beside.point_to(())


def links(client: Client, **headers: str) -> list[tuple[str, str]]:
    page = client.get("/", headers=headers).content.decode()
    strip = re.search(r'<nav class="beside".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)">([^<]+)<', strip[0]) if strip else []


def test_there_is_no_strip_where_there_are_no_centres(client: Client) -> None:
    assert links(client) == []


@pytest.mark.usefixtures("centres")
def test_each_is_named_in_the_reader_s_language_at_the_page_s_own_host(client: Client) -> None:
    for language in ("en", "ar", "ckb"):
        found = links(client, **{"Accept-Language": language, "host": "localhost:8000"})
        assert {name for _, name in found} == {getattr(each.called, language) for each in SITES}
        assert {address for address, _ in found} == {f"http://localhost:{port}/" for port in (8001, 8002, 8003)}


@pytest.mark.usefixtures("centres")
def test_the_other_end_comes_first_every_other_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = []
    for day in range(2):
        monkeypatch.setattr(beside.timezone, "now", lambda at=NOON + timedelta(days=day): at)
        orders.append([name for _, name in links(client, **{"Accept-Language": "en"})])
    assert orders[0] == orders[1][::-1]
    assert {orders[0][1], orders[1][1]} == {"Joint"}
