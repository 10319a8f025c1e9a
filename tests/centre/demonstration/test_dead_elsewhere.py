"""In any real centre nothing of the demonstration is there: no application, no address, no open door."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from tansiq.centre.configuration import Identity, identity_table, read_folder
from tansiq.centre.demonstration.entering import enter
from tansiq.cli import main
from tansiq.errors import BadInputError
from tests.centre.founded import FEDERAL, Founded, make
from tests.centre.signed_in import HOST, open_account

ENTER = "/demonstration/enter/"
LINE = "demonstration = true\n"


def made(path: Path, *, fictional: bool = True) -> Path:
    """A centre's folder that says it is a demonstration."""
    make(path, parties=(FEDERAL,), name="hq")
    file = path / "centre.toml"
    text = file.read_text().replace("[centre]\n", f"[centre]\n{LINE}")
    file.write_text(text if fictional else text.replace("fictional = true", "fictional = false"))
    return path


def identity_of(folder: Path) -> Identity:
    found = read_folder(folder).identity
    assert found is not None
    return found


def test_a_site_that_is_no_demonstration_does_not_load_it_and_has_no_such_address(centre: Founded) -> None:
    open_account("fed-duty-1", "federal", ["duty_officer"])
    assert not [app for app in django_settings.INSTALLED_APPS if "demonstration" in app]
    with pytest.raises(NoReverseMatch):
        reverse("enter-demonstration")
    browser = Client(headers={"host": HOST})
    assert browser.post(ENTER, {"account": "fed-duty-1"}).status_code == 404
    assert "demonstration" not in browser.get("/accounts/sign-in/").content.decode()
    assert browser.get("/home/").status_code == 302  # nobody was signed in
    assert not centre.identity.demonstration


@pytest.mark.parametrize(
    ("demonstration", "fictional", "host", "address"),
    [
        (False, True, "127.0.0.1", "127.0.0.1"),
        (True, False, "127.0.0.1", "127.0.0.1"),
        (True, True, "centre.example", "127.0.0.1"),
        (True, True, "127.0.0.1", "192.0.2.7"),
    ],
)
def test_the_page_itself_refuses_anything_but_an_exercise_on_its_own_machine(
    rf: RequestFactory,
    centre: Founded,
    settings: Settings,
    *,
    demonstration: bool,
    fictional: bool,
    host: str,
    address: str,
) -> None:
    open_account("fed-duty-1", "federal", ["duty_officer"])
    identity = replace(centre.identity, demonstration=demonstration, fictional=fictional)
    settings.CENTRE = replace(centre.configuration, identity=identity)
    settings.ALLOWED_HOSTS = ["centre.example", HOST]
    with pytest.raises(Http404):
        enter(rf.post(ENTER, {"account": "fed-duty-1"}, REMOTE_ADDR=address, headers={"host": host}))


def test_only_an_exercise_can_be_a_demonstration(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="only an exercise"):
        read_folder(made(tmp_path / "hq", fictional=False))


def test_a_centre_made_by_the_usual_command_is_no_demonstration(tmp_path: Path) -> None:
    make(tmp_path / "hq", parties=(FEDERAL,), name="hq")
    identity = identity_of(tmp_path / "hq")
    assert not identity.demonstration
    assert "demonstration" not in identity_table(identity)["centre"]


def test_a_demonstration_answers_to_its_own_machine_s_names_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "hq")
    assert identity_of(folder).demonstration
    assert "centre.example" not in read_folder(folder, ("127.0.0.1", "centre.example")).allowed_hosts


@pytest.mark.parametrize(
    "options", [["--host", "0.0.0.0", "--behind-proxy"], ["--behind-proxy"], ["--certificate", "c", "--key", "k"]]  # noqa: S104 - refused
)  # fmt: skip
def test_serving_a_demonstration_to_others_is_refused_in_words(tmp_path: Path, options: list[str]) -> None:
    folder = made(tmp_path / "hq")
    done = CliRunner().invoke(main, ["--lang", "en", "centre", "serve", str(folder), *options])
    assert done.exit_code == 2
    assert "this machine alone" in done.output
