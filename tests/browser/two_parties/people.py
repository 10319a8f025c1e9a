"""People at their browsers: joining, signing in, filling in a form, and what they carry from one machine to another."""

import base64
import hmac
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

STEP_S = 30


def one_time_code(secret: str, at_s: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238, SHA-1, six digits)."""
    letters = secret.replace(" ", "").upper()
    key = base64.b32decode(letters + "=" * (-len(letters) % 8))
    counter = struct.pack(">Q", int((time.time() if at_s is None else at_s) // STEP_S))
    made = hmac.new(key, counter, "sha1").digest()
    start = made[-1] & 0x0F
    number = struct.unpack(">I", made[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


@dataclass
class Person:
    """Somebody in office, with a browser of their own in a language of their own."""

    name: str
    language: str
    address: str
    context: BrowserContext
    page: Page
    secret: str = ""

    @property
    def password(self) -> str:
        return f"quiet river under {self.name}"

    @property
    def passphrase(self) -> str:
        return f"seven stones by {self.name}"

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def press(self, name: str = "button.main") -> Page:
        """Press the button that does what the page is for; the answer has come when this returns."""
        with self.page.expect_navigation():
            self.page.locator(f"main {name}").last.click()
        return self.page

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}][value={value}]").check()

    def download(self, selector: str, to: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.page.locator(selector).first.click()
        waiting.value.save_as(to)
        return to

    def fetch(self, selector: str) -> bytes:
        """What a link leads to, as this person gets it."""
        address = self.page.locator(selector).first.get_attribute("href")
        answer = self.page.request.get(f"{self.address}{address}")
        assert answer.ok, answer.status
        return answer.body()

    def join(self, code: str) -> None:
        """Join by an invitation: name and password, then the second factor."""
        self.open(f"/accounts/join/{code}/?language={self.language}")
        self.page.locator("main form.form input[type=text]").fill(self.name)
        for each in self.page.locator("main form.form input[type=password]").all():
            each.fill(self.password)
        self.press("form.form button.main")
        self.secret = self.page.locator("code.secret").inner_text()
        self.page.locator("main form.form input:not([type=hidden])").first.fill(one_time_code(self.secret))
        self.press("form.form button.main")
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def sign_with_key(self) -> None:
        """Give the passphrase that opens this person's key for the one signature the page asks for."""
        self.page.locator("main input[type=password]").fill(self.passphrase)
        self.press("form button[type=submit], main form button.main")


def sit_down(browser: Browser, name: str, language: str, address: str) -> Person:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    return Person(name, language, address, context, context.new_page())
