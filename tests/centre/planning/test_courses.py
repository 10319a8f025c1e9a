"""Courses of action through the page: who may what, what becomes a record, and whose it is."""

import json
import time

from django.http import HttpResponse
from django.test import Client

from tests.centre.accounts.people import words

PATIENCE_S = 120.0
JSON = {"Accept": "application/json"}


def begin(client: Client, title: str = "Two posts in the east") -> int:
    response = client.post("/planning/new/", {"title_en": title, "title_original": "en"})
    assert response.status_code == 302, words(response)
    return int(response.headers["Location"].split("/")[3])


def change(client: Client, number: int, what: str, **said: object) -> HttpResponse:
    return client.post(f"/planning/course/{number}/change/{what}/", said, headers=JSON)


def do(client: Client, number: int, what: str) -> HttpResponse:
    return client.post(f"/planning/course/{number}/do/{what}/")


def picture(client: Client, number: int, key: str, window: str = "day") -> dict[str, object]:
    end = time.monotonic() + PATIENCE_S
    while True:
        response = client.get(f"/planning/course/{number}/picture/{key}-{window}.json")
        if response.status_code != 202 or time.monotonic() > end:
            break
    assert response.status_code == 200, response.content
    found: dict[str, object] = json.loads(response.content)
    return found


def test_post_is_moved_seen_and_kept(planner: Client) -> None:
    number = begin(planner)
    page = planner.get(f"/planning/course/{number}/?language=en")
    assert page.status_code == 200
    assert "Nothing yet: the laydown as it stands." in page.content.decode()
    moved = change(planner, number, "move", **{"move-post": "N002", "move-position": "35.6, 44.0"})
    assert moved.status_code == 409
    assert "lies outside the ground" in moved.json()["error"]
