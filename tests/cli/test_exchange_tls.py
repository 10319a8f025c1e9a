"""``tansiq exchange authority, request, certify, install``: from two safes to a connection; and what is refused."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding

from tansiq.centre.configuration import Identity, identity_table, write_secret_key
from tansiq.cli.main import main
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.exchange.authority import check_own, check_peer, read_certificate, read_key, unlock_authority
from tests.exchange.connection.loopback import now

WORDS = "dates from the river"
HOST = "bar.tansiq.example"


def tansiq(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "exchange", *map(str, words)], input=typed)


def done(*words: object, typed: str = "") -> str:
    told = tansiq(*words, typed=typed)
    assert told.exit_code == 0, told.output
    return told.output


@pytest.fixture
def words(tmp_path: Path) -> Path:
    (tmp_path / "words").write_text(WORDS + "\n", encoding="utf-8")
    return tmp_path / "words"


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    import tomli_w  # noqa: PLC0415

    folder = tmp_path / "bar"
    (folder / "keys").mkdir(parents=True)
    parties = (Party("regional", Names("Regional", "إقليمي", "هەرێمی")),)
    identity = Identity(folder, "bar", "tansiq.example", parties, folder / "keys/centre.passphrase")
    (folder / "centre.toml").write_text(tomli_w.dumps(identity_table(identity)), encoding="utf-8")
    write_secret_key(folder)
    return folder


@pytest.fixture
def safe(tmp_path: Path, words: Path) -> Path:
    done("authority", "regional", tmp_path / "safe/authority", "--passphrase-file", words)
    return tmp_path / "safe"


def certified(safe: Path, centre: Path, words: Path, name: str = "bar", *asked: object) -> Path:
    request, out = centre.parent / f"{name}.request", centre.parent / f"{name}.crt"
    done("request", centre, "--out", request, *asked)
    done("certify", safe / "authority", request, "--out", out, "--yes", "--passphrase-file", words)
    return out


def test_from_an_authority_to_a_connection(safe: Path, centre: Path, words: Path) -> None:
    certificate = certified(safe, centre, words)
    told = done("install", centre, certificate, "--authority", safe / "authority.crt")
    assert HOST in told
    made = read_certificate((centre / "keys/exchange.crt").read_bytes())
    check_own(made, read_key((centre / "keys/exchange.key").read_bytes()), HOST, now())
    pinned = read_certificate((safe / "authority.crt").read_bytes()).public_bytes(Encoding.DER)
    check_peer(made.public_bytes(Encoding.DER), pinned, HOST, now())


def test_keys_are_for_their_owner_s_eyes_only(safe: Path, centre: Path, words: Path) -> None:
    certified(safe, centre, words)
    for file in (safe / "authority", centre / "keys/exchange.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in (safe / "authority").read_bytes()
    unlock_authority((safe / "authority").read_bytes(), WORDS)


def test_both_sides_see_the_same_digits(safe: Path, centre: Path, words: Path, tmp_path: Path) -> None:
    asked = done("request", centre, "--out", tmp_path / "r")
    shown = done(
        "certify", safe / "authority", tmp_path / "r", "--out", tmp_path / "c", "--yes", "--passphrase-file", words
    )
    digits = next(line for line in asked.splitlines() if "digit by digit" in line)
    assert digits in shown


def test_nothing_is_signed_without_a_written_yes(safe: Path, centre: Path, words: Path, tmp_path: Path) -> None:
    done("request", centre, "--out", tmp_path / "r")
    command = ("certify", safe / "authority", tmp_path / "r", "--out", tmp_path / "c", "--passphrase-file", words)
    assert tansiq(*command, typed="y\n").exit_code != 0
    assert not (tmp_path / "c").exists()
    done(*command, typed="yes\n")


def test_nothing_is_written_over(safe: Path, centre: Path, words: Path, tmp_path: Path) -> None:
    before = (safe / "authority").read_bytes()
    assert tansiq("authority", "regional", safe / "authority", "--passphrase-file", words).exit_code == 6
    assert (safe / "authority").read_bytes() == before
    out = certified(safe, centre, words)
    assert tansiq("request", centre, "--out", tmp_path / "bar.request").exit_code == 6
    assert tansiq("certify", safe / "authority", tmp_path / "bar.request", "--out", out, "--yes").exit_code == 6


def test_a_renewed_request_is_for_the_same_key(safe: Path, centre: Path, words: Path) -> None:
    done("install", centre, certified(safe, centre, words))
    key = (centre / "keys/exchange.key").read_bytes()
    done("install", centre, certified(safe, centre, words, "again"))
    assert (centre / "keys/exchange.key").read_bytes() == key


def test_a_new_key_takes_the_old_one_s_place_only_with_its_certificate(safe: Path, centre: Path, words: Path) -> None:
    done("install", centre, certified(safe, centre, words))
    key = (centre / "keys/exchange.key").read_bytes()
    certificate = certified(safe, centre, words, "again", "--new-key")
    assert (centre / "keys/exchange.key").read_bytes() == key
    done("install", centre, certificate)
    assert (centre / "keys/exchange.key").read_bytes() != key
    assert not (centre / "keys/exchange.key.next").exists()
    made = read_certificate((centre / "keys/exchange.crt").read_bytes())
    assert read_key((centre / "keys/exchange.key").read_bytes()).public_key() == made.public_key()


def test_a_certificate_of_another_key_or_authority_is_not_installed(
    safe: Path, centre: Path, words: Path, tmp_path: Path
) -> None:
    certificate = certified(safe, centre, words)
    done("authority", "regional", tmp_path / "other", "--passphrase-file", words)
    assert tansiq("install", centre, certificate, "--authority", tmp_path / "other.crt").exit_code == 7
    (centre / "keys/exchange.key").unlink()
    done("request", centre, "--out", tmp_path / "another.request")
    assert tansiq("install", centre, certificate).exit_code == 4
    assert not (centre / "keys/exchange.crt").exists()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("authority", "Regional!", "OUT"), 2),
        (("authority", "regional", "OUT", "--years", "99", "--passphrase-file", "WORDS"), 2),
        (("request", "OUT"), 3),
        (("certify", "WORDS", "WORDS", "--out", "OUT", "--yes"), 4),
        (("certify", "WORDS", "OUT", "--out", "OTHER", "--yes"), 3),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path: Path, words: Path, command: tuple[str, ...], code: int) -> None:
    named = {"OUT": tmp_path / "out", "OTHER": tmp_path / "other", "WORDS": words}
    told = tansiq(*(named.get(each, each) for each in command))
    assert (told.exit_code, told.stdout) == (code, "")
    assert not (tmp_path / "out").exists()
