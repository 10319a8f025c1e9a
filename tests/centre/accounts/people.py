"""People with browsers and authenticator apps. The app is another implementation than the site's."""

import base64
import re
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.http import HttpResponse
from django.test import Client

from tansiq.centre.accounts import invitations

HOST = {"host": "127.0.0.1"}
PASSWORD = "seven brown horses graze"  # noqa: S105 - nobody's


class Person:
    """Somebody with a browser, an account, and an authenticator app."""

    def __init__(self, name: str, *, address: str = "10.0.0.1") -> None:
        self.name = name
        self.browser = Client(headers=HOST, REMOTE_ADDR=address)
        self.secret = ""
        self.recovery_codes: list[str] = []

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or ``steps`` half minutes later."""
        return app_code(self.secret, time.time() + 30 * steps)

    def join(self, party: str, *roles: str, code: str = "") -> HttpResponse:
        """Join by invitation, and write down the recovery codes."""
        code = code or invitations.invite(party, roles)
        first = {"name": self.name, "password": PASSWORD, "again": PASSWORD}
        second = self.browser.post(f"/accounts/join/{code}/", first, follow=True)
        self.secret = shown_secret(second)
        done = self.browser.post(f"/accounts/join/{code}/second/", {"code": self.code()}, follow=True)
        found = re.findall(r"<code>(\d{4}) (\d{4})</code>", done.content.decode())
        self.recovery_codes = ["".join(pair) for pair in found]
        return done

    def leave(self) -> HttpResponse:
        return self.browser.post("/accounts/sign-out/")

    def give_password(self, password: str = PASSWORD) -> HttpResponse:
        return self.browser.post("/accounts/sign-in/", {"login": self.name, "password": password})

    def give_code(self, code: str) -> HttpResponse:
        return self.browser.post("/accounts/sign-in/second/", {"code": code})

    def sign_in(self) -> HttpResponse:
        """Sign in with password and the app's next code: the present one may have been used to join."""
        self.give_password()
        return self.give_code(self.code(1))

    def is_in(self) -> bool:
        return self.browser.get("/accounts/mine/").status_code == 200


def app_code(secret: str, at_s: float) -> str:
    """The code an authenticator app shows, by the cryptography library's RFC 6238."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303 - what authenticator apps use
    return app.generate(int(at_s)).decode()


def shown_secret(page: HttpResponse) -> str:
    """The secret a page shows for typing into an app."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.content.decode())
    assert found, words(page)
    return found[1].replace(" ", "")


def words(page: HttpResponse) -> str:
    """What a page says, for messages of failing tests."""
    text = re.sub(r"data:image[^\"]+", "", page.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
