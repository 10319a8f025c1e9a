"""The page: in the reader's language, from its own origin only, quick even before anything is computed."""

import re

import pytest
from django.test import Client

from tansiq.centre.picture import service
from tansiq.centre.versions import static_digest

HOST = {"host": "127.0.0.1"}


@pytest.mark.parametrize(
    ("accepted", "language", "direction"),
    [
        ("en-GB,en", "en", "ltr"),
        ("ar-IQ,ar;q=0.9", "ar", "rtl"),
        ("ckb", "ckb", "rtl"),
        ("fr", "en", "ltr"),
        ("", "en", "ltr"),
    ],
)
def test_page_is_in_the_language_the_browser_asks_for(
    client: Client, accepted: str, language: str, direction: str
) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()
    assert response.headers["Content-Language"] == language


def test_chosen_language_is_remembered_over_the_browsers(client: Client) -> None:
    client.get("/?language=ckb", headers={"Accept-Language": "ar"})
    assert 'lang="ckb"' in client.get("/", headers={"Accept-Language": "ar"}).content.decode()


def test_unknown_language_is_ignored_and_not_remembered(client: Client) -> None:
    response = client.get("/?language=xx")
    assert 'lang="en"' in response.content.decode()
    assert "language" not in response.cookies


def test_every_answer_forbids_other_origins_and_inline_scripts(client: Client) -> None:
    for address in ("/", "/service-worker.js", "/no-such-page", f"/static/{static_digest()}/shell/shell.css"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert not re.search(r"https?:", policy)


def test_page_has_no_inline_script_style_or_handler(client: Client) -> None:
    page = client.get("/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_other_hosts_are_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_address_that_leads_nowhere_says_so_in_words(client: Client) -> None:
    response = client.get("/no-such-page", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "Nothing is at this address" in response.content.decode()


def test_centre_without_ground_says_what_belongs_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_installed", [])
    response = Client(headers=HOST).get("/")
    assert response.status_code == 200
    assert "tansiq demo" in response.content.decode()


def test_static_file_is_kept_for_ever_under_its_version_only(client: Client) -> None:
    response = client.get(f"/static/{static_digest()}/picture/main.js")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/static/another/picture/main.js").status_code == 404
    assert client.get(f"/static/{static_digest()}/../settings.py").status_code == 404


def test_service_worker_lists_what_the_page_needs_and_all_of_it_is_there(client: Client) -> None:
    worker = client.get("/service-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    addresses = re.findall(r'"(/[^"]*)"', worker.content.decode().splitlines()[0])
    assert {"/?language=en", "/?language=ar", "/?language=ckb"} <= set(addresses)
    missing = [address for address in addresses if client.get(address).status_code != 200]
    assert missing == []


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_words_for_scripts_come_per_language(client: Client, language: str) -> None:
    page = client.get(f"/?language={language}").content.decode()
    found = re.search(r'src="(/words/[^"]+)"', page)
    assert found
    words = client.get(found[1])
    assert words.status_code == 200
    assert "gettext" in words.content.decode()
    assert client.get(found[1].replace(f"/{language}.js", "/xx.js")).status_code == 404
