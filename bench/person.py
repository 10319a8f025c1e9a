"""Somebody at work with a browser: keeps a connection and cookies, reads pages, fills in forms as they come."""

import http.client
import time
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode

PATIENCE_S: Final = 120
FOUND: Final = 302
IDLE_S: Final = 3.0


class Form(HTMLParser):
    """The fields of the last form of a page that is sent by POST to the page itself, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a field starts with."""
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            self._inside = has.get("method", "").lower() == "post" and not has.get("action")
        if not self._inside:
            return
        if tag == "input" and name and (has.get("type") not in {"radio", "checkbox", "submit"} or "checked" in has):
            self.fields[name] = has.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in has or self._select not in self.fields):
            self.fields[self._select] = has.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a text."""
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Take what a text starts with."""
        if self._area:
            self.fields[self._area] += data.strip()


class Person:
    """One signed-in browser.

    Parameters
    ----------
    host, port
        The site.
    cookie
        The session's, ``name=value``.
    """

    def __init__(self, host: str, port: int, cookie: str) -> None:
        self._origin = f"http://{host}:{port}"
        self._connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
        name, _, value = cookie.partition("=")
        self._cookies = {name: value}
        self._asked_s = 0.0

    @property
    def cookies(self) -> list[tuple[str, str]]:
        """What a browser of the same person would have to show."""
        return list(self._cookies.items())

    def get(self, path: str, fragment: str = "") -> str:
        """Return a page; ``fragment``: as a page does that renews a region."""
        status, body, _ = self._ask("GET", path, None, {"X-Fragment": fragment} if fragment else {})
        if status != http.client.OK:
            raise RuntimeError(f"{path}: {status}")  # noqa: EM102, TRY003 - a measurement has no messages to translate
        return body

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form, and return where the site leads to."""
        status, body, place = self._ask("POST", path, urlencode(fields), {})
        if status != FOUND:
            raise RuntimeError(f"{path}: {status} {body[:3000]}")  # noqa: EM102, TRY003 - as above
        return place

    def enter_item(self, text: str) -> str:
        """Open the form for a new item of the log, fill it in, send it; return the item's address."""
        form = self.open_item_form()
        return self.post("/duty/new/", form | {"summary_en": text})

    def open_item_form(self) -> dict[str, str]:
        """Open the form for a new item, and return its fields with those filled in that must be."""
        form = Form()
        form.feed(self.get("/duty/new/"))
        return form.fields | {
            "summary_original": "en",
            "summary_en": "x",
            "sender": "post 14",
            "receiver": "duty",
            "needs": "brigade",
        }

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html", **more}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._origin}
        if time.monotonic() - self._asked_s > IDLE_S:
            self._connection.close()  # the server has; a browser sees that and connects again
        self._asked_s = time.monotonic()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read().decode("utf-8", errors="replace"), answer.headers.get("Location", "")
