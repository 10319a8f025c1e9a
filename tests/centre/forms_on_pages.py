"""The forms that a site's pages hold, found by following its addresses and links as a person could."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tansiq.centre.accounts.models import Credential
from tests.centre.signed_in import signed_in

# What a person types into; the rest is chosen, and a browser sends it as the page gave it.
TYPED = {"text", "search", "password", "email", "url", "tel", "number", "date", "time", "textarea", "hidden"}
PLAIN = "Lights on the ridge"
LOOKING_BACK = "as_of_date"
PAGES_AT_MOST = 400


@dataclass
class Form:
    """One form of one page: where it is, where it goes, what it would send untouched, what can be typed."""

    page: str
    action: str
    sent: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    method: str = "get"

    @property
    def free(self) -> list[str]:
        """What is empty until somebody types."""
        return [name for name in self.typed if not self.sent[name]]

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """What is the same for forms that differ only in the thing they are about."""
        names = tuple(sorted({*self.sent, *self.typed} - {"csrfmiddlewaretoken"}))
        # The bar of every page has the form that looks back.
        return ("", names) if LOOKING_BACK in names else (resolve(urlsplit(self.action).path).view_name, names)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select: str | None = None
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(urljoin(self.page, given["href"]))
        elif tag == "form":
            action = urljoin(self.page, given.get("action") or self.page)
            self.forms.append(Form(self.page, action, method=given.get("method", "get").lower()))
            self._open = True
        elif self._open and given.get("name") and "disabled" not in given:
            self._control(tag, given)
        elif self._open and tag == "option" and self._select and not self.forms[-1].sent.get(self._select):
            self.forms[-1].sent[self._select] = given.get("value", "")

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given["name"], given.get("type", "text") if tag == "input" else tag
        if kind == "select":
            self._select = name
        elif kind in {"radio", "checkbox"}:
            if "checked" in given or name not in form.sent:
                form.sent[name] = given.get("value", "on")
        elif kind in TYPED:
            form.sent[name] = given.get("value", "")
            form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"
        self._select = None if tag == "select" else self._select


def addresses(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "/") -> Iterator[str]:
    """Yield every address of the site that needs no argument."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if "<" in route or "^" in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


def read(page: str, text: str) -> _Reader:
    """Return the forms and links of a page."""
    reader = _Reader(page)
    reader.feed(text)
    return reader


def forms(client: Client) -> list[Form]:
    """Return one form of each kind that ``client`` can reach."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for page, text in _pages(client):
        for form in read(page, text).forms:
            found.setdefault(form.kind, form)
    return list(found.values())


def fill(client: Client) -> None:
    """Use every form once as a person would, so that pages about single things exist too."""
    for form in forms(client):
        if form.method == "post" and "sign-out" not in form.action:
            client.post(form.action, form.sent | dict.fromkeys(form.free, PLAIN))


def person(account: str, party: str, roles: Iterable[str]) -> Client:
    """Return a browser signed in as an account that has a password, as every one that joined has."""
    Credential.objects.create(username=account, password=make_password("six words nobody says"))
    return signed_in(account, party, roles)


def pages(client: Client) -> list[str]:
    """Return the address of every page that ``client`` can reach."""
    return [page for page, _ in _pages(client)]


def _pages(client: Client) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    ahead = list(addresses())
    while ahead and len(seen) < PAGES_AT_MOST:
        page = ahead.pop(0)
        if page in seen or "/live/" in page:
            continue
        seen.add(page)
        response = client.get(page)
        if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        text = response.content.decode()
        ahead += [link for link in read(page, text).links if "language=" not in link and "as_of" not in link]
        yield page, text
