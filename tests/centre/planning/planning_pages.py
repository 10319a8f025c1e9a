"""What the tests of planning do again and again through the site, as a browser would."""

import json
import time
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.centre.accounts.people import words

PATIENCE_S = 400.0  # a busy machine compiles slowly
JSON = {"Accept": "application/json"}


def begin(client: Client, title: str = "Two posts in the east") -> int:
    """Begin a course; return its number."""
    response = client.post("/planning/new/", {"title_en": title, "title_original": "en"})
    assert response.status_code == 302, words(response)
    return number_in(response)


def number_in(response: HttpResponse) -> int:
    """The number of the course that an answer leads to."""
    return int(response.headers["Location"].split("/")[3])


def change(client: Client, number: int, what: str, **said: object) -> HttpResponse:
    """Change the draft as the page's script does."""
    return client.post(f"/planning/course/{number}/change/{what}/", said, headers=JSON)


def move(client: Client, number: int, post: str, lonlat: tuple[float, float]) -> HttpResponse:
    """Move a post."""
    position = f"{lonlat[1]:.6f}, {lonlat[0]:.6f}"
    return change(client, number, "move", **{"move-post": post, "move-position": position})


def do(client: Client, number: int, what: str) -> HttpResponse:
    """Keep, copy, put aside or take up again."""
    return client.post(f"/planning/course/{number}/do/{what}/", {"language": "en"})


def page(client: Client, number: int, language: str = "en") -> str:
    """The course's page."""
    response = client.get(f"/planning/course/{number}/?language={language}")
    assert response.status_code == 200
    return response.content.decode()


def read(client: Client, number: int) -> str:
    """What the course's page says, without the marks that keep names in their direction."""
    said = words(client.get(f"/planning/course/{number}/?language=en"))
    return "".join(letter for letter in said if letter not in "\u2066\u2068\u2069")


def until(ask: Any, holds: Any) -> Any:  # noqa: ANN401 - whatever is asked
    """Ask again until something holds."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = ask()
        if holds(found) or time.monotonic() > end:
            return found
        time.sleep(0.05)


def picture(client: Client, number: int, key: str, window: str = "day") -> dict[str, Any]:
    """The picture of a digest, once it is computed."""
    address = f"/planning/course/{number}/picture/{key}-{window}.json"
    response = until(lambda: client.get(address), lambda answer: answer.status_code != 202)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)["picture"]
    return found
