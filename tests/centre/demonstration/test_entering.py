"""Entering a running demonstration by one press, in one browser at several centres."""

import http.cookiejar
import json
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tansiq.centre.demonstration.cast import CENTRES, PASSPHRASE
from tansiq.language import LANGUAGES
from tests.centre.demonstration.running import PATIENCE_S, running

NO_EVENT_S = 3600.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    """Keeps cookies by host and forgets ports, as browsers do."""

    def __init__(self) -> None:
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def read(self, address: str, **form: str) -> str:
        headers = {"Origin": re.sub(r"(//[^/]+)/.*", r"\1", address), "Accept": "text/html"}
        data = urllib.parse.urlencode(form).encode() if form else None
        with self._opener.open(urllib.request.Request(address, data, headers), timeout=PATIENCE_S) as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())

    def enter(self, site: str, account: str) -> str:
        token = TOKEN.search(self.read(f"{site}/accounts/sign-in/"))
        assert token is not None
        return self.read(f"{site}/demonstration/enter/", account=account, csrfmiddlewaretoken=token[1])


@pytest.fixture(scope="module")
def home(exercise: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(exercise, tmp_path_factory.mktemp("entered") / "exercise"))


@pytest.fixture(scope="module")
def sites(home: Path) -> Iterator[dict[str, str]]:
    """The running centres' addresses."""
    with running(home, NO_EVENT_S) as (company, said):
        ports = {name: each.getsockname()[1] for name, each in company._listeners.items()}
        assert "are open" in said.get(timeout=PATIENCE_S)
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_every_account_and_tells_the_passphrase(sites: dict[str, str], language: str) -> None:
    for cast in CENTRES:
        page = Browser().read(f"{sites[cast.name]}/?language={language}")
        assert f'lang="{language}"' in page
        assert cast.called.best(language) in page  # type: ignore[arg-type]  # one of the languages
        assert {each.account for each in cast.seats} == set(re.findall(r'name="account" value="([^"]+)"', page))
        assert PASSPHRASE in page


def test_one_press_opens_the_centre_s_work_and_is_recorded(sites: dict[str, str]) -> None:
    page = Browser().enter(sites["federal-hq"], "fed-duty-1")
    assert 'data-officer="fed-duty-1"' in page
    administrator = Browser()
    administrator.enter(sites["federal-hq"], "fed-admin-1")
    assert "fed-duty-1" in administrator.read(f"{sites['federal-hq']}/accounts/accesses/")


def test_one_browser_is_in_several_centres_at_once_and_may_change_seats(sites: dict[str, str]) -> None:
    browser = Browser()
    browser.enter(sites["federal-hq"], "fed-duty-1")
    browser.enter(sites["bar"], "reg-info-1")
    assert 'data-officer="fed-duty-1"' in browser.read(f"{sites['federal-hq']}/home/")
    browser.enter(sites["federal-hq"], "fed-signatory-1")
    assert 'data-officer="fed-signatory-1"' in browser.read(f"{sites['federal-hq']}/home/")
    assert 'data-officer="reg-info-1"' in browser.read(f"{sites['bar']}/home/")


def test_nobody_enters_as_an_account_that_is_not_there(sites: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        Browser().enter(sites["regional-hq"], "fed-duty-1")


def test_nothing_of_the_exercise_happens_before_its_time(home: Path, sites: dict[str, str]) -> None:
    assert sites
    later = json.loads((home / "bar" / "played.json").read_text())["played"]
    assert "sweep-planned" not in later
