"""``tansiq keys``: a ceremony of two offices, whose log verifies; and what is refused before anything is written."""

import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tansiq.cli.main import main
from tansiq.journal.audit import audit_log
from tansiq.journal.keys import generate, lock, parse_key_request, parse_roots, unlock
from tansiq.journal.log import MemoryFiles, append, write_checkpoint
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record, read_record
from tests.journal.writing import FEDERAL_ROOT, REGIONAL_ROOT, record, signer

WORDS = "dates from the river"
CENTRE = signer("tansiq.example/bar", 3)
SUCCESSOR = signer("tansiq.example/bar-2", 7)
LOCKED = {
    name: lock(who, WORDS, log2_cost=15)
    for name, who in {"federal": FEDERAL_ROOT, "regional": REGIONAL_ROOT, "bar": CENTRE, "bar-2": SUCCESSOR}.items()
}


def tansiq(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "keys", *map(str, words)], input=typed)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    (tmp_path / "words").write_text(WORDS + "\n", encoding="utf-8")
    return tmp_path / "words"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Key files as two offices have them; locked at the least cost, since opening them is tested elsewhere."""
    for name, locked in LOCKED.items():
        (tmp_path / f"{name}.key").write_bytes(locked)
    return tmp_path


def requested(office: Path, party: str, key: str = "bar", purpose: str = "centre") -> Path:
    out = office / f"{key}-{party}.request"
    told = tansiq("request", office / f"{key}.key", out, "--party", party, "--centre", "bar", "--purpose", purpose)
    assert told.exit_code == 0, told.output
    return out


def certified(office: Path, passphrase: Path, party: str, *more: object, key: str = "bar") -> Record:
    folder = office / f"certificates-{party}-{key}"
    told = tansiq("certify", office / f"{party}.key", requested(office, party, key), "--out", folder, "--yes",
                  "--passphrase-file", passphrase, *more)  # fmt: skip
    assert told.exit_code == 0, told.output
    (file,) = folder.iterdir()
    return read_record(file.read_bytes())


def log_of(roots: bytes, records: list[Record], by: NoteSigner) -> MemoryFiles:
    files = MemoryFiles({"roots": roots})
    write_checkpoint(files, "tansiq.example/bar/journal", append(files, 0, [each.entry for each in records]), by)
    return files


def test_what_two_offices_certify_and_revoke_makes_a_log_that_verifies(office: Path, passphrase: Path) -> None:
    told = tansiq("roots", office / "roots", f"federal={office / 'federal.key'}", f"regional={REGIONAL_ROOT.key}")
    assert told.exit_code == 0, told.output
    first = [certified(office, passphrase, party) for party in ("federal", "regional")]
    written = record(object="item-1", entered_at=first[1].content.entered_at)
    after = [
        certified(office, passphrase, party, "--replaces", CENTRE.key.label, "--roots", office / "roots", key="bar-2")
        for party in ("federal", "regional")
    ]
    revoked = []
    for party in ("federal", "regional"):
        out = office / f"{party}.revoked"
        told = tansiq("revoke", office / f"{party}.key", out, "--key", CENTRE.key.label, "--party", party, "--centre",
                      "bar", "--reason", "replaced", "--from", 3, "--yes", "--passphrase-file", passphrase)  # fmt: skip
        assert told.exit_code == 0, told.output
        revoked.append(read_record(out.read_bytes()))
    records = [*first, written, *after, *revoked, record(by=SUCCESSOR, object="item-2")]
    files = log_of((office / "roots").read_bytes(), records, SUCCESSOR)
    trusted = parse_roots((office / "roots").read_bytes())
    assert trusted == {"federal": (FEDERAL_ROOT.key,), "regional": (REGIONAL_ROOT.key,)}
    assert audit_log(files, trusted).head.size == len(records)
    assert {each.content.author_role for each in (*first, *after, *revoked)} == {"root"}
    assert after[0].content.body["replaces"] == CENTRE.key.label


def test_a_key_is_made_locked_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "safe" / "root.key"
    told = tansiq("make", file, "--name", "federal.example/root", typed=f"{WORDS}\n{WORDS}\n")
    assert told.exit_code == 0, told.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert WORDS not in told.output
    public = told.stdout.strip()
    assert str(unlock(file.read_bytes(), WORDS).key) == public
    assert tansiq("show", file).stdout.strip() == public


def test_a_key_file_is_never_written_over(office: Path, passphrase: Path) -> None:
    before = (office / "bar.key").read_bytes()
    told = tansiq("make", office / "bar.key", "--name", "x", "--passphrase-file", passphrase)
    assert told.exit_code == 6
    assert (office / "bar.key").read_bytes() == before
    (office / "link").symlink_to(office / "nowhere")
    assert tansiq("make", office / "link", "--name", "x", "--passphrase-file", passphrase).exit_code == 6


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [(f"{WORDS}\n{WORDS}s\n", 2, "differ"), ("short\nshort\n", 4, "at least 12"), (f"{WORDS}\n", 130, "Stopped")],
)
def test_a_passphrase_mistyped_or_short_makes_no_key(tmp_path: Path, typed: str, code: int, words: str) -> None:
    told = tansiq("make", tmp_path / "new.key", "--name", "x", typed=typed)
    assert told.exit_code == code
    assert words in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_no_more(office: Path, passphrase: Path) -> None:
    file = office / "bar.key"
    told = tansiq(
        "change-passphrase", file, "--passphrase-file", passphrase, typed="other words now\nother words now\n"
    )
    assert told.exit_code == 0, told.output
    assert unlock(file.read_bytes(), "other words now").key == CENTRE.key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = tansiq("change-passphrase", file, "--passphrase-file", passphrase, "--new-passphrase-file", passphrase)
    assert again.exit_code == 4
    assert unlock(file.read_bytes(), "other words now").key == CENTRE.key
    assert not list(office.glob(".*"))


def test_nothing_is_signed_without_a_yes(office: Path, passphrase: Path) -> None:
    request = requested(office, "federal")
    words = ("certify", office / "federal.key", request, "--out", office / "out", "--passphrase-file", passphrase)
    for typed in ("no\n", "\n\nno\n", ""):
        told = tansiq(*words, typed=typed)
        assert told.exit_code == 130
        assert "may sign the records and the log of centre bar for party federal" in told.stdout
        assert not (office / "out").exists()
    assert tansiq(*words, typed="yes\n").exit_code == 0
    assert len(list((office / "out").iterdir())) == 1


@pytest.mark.parametrize("purpose", ["centre", "signatory", "watch", "witness", "root"])
def test_what_a_request_asks_is_told_in_words(office: Path, purpose: str) -> None:
    told = tansiq("show", requested(office, "federal", purpose=purpose))
    assert told.exit_code == 0, told.output
    assert re.search(rf"ey {re.escape(CENTRE.key.label)} may ", told.stdout)
    assert {"party federal", "centre bar"} == set(re.findall(r"party federal|centre bar", told.stdout))


def test_what_was_signed_is_shown_in_words(office: Path, passphrase: Path) -> None:
    made = certified(office, passphrase, "federal")
    (office / "made").write_bytes(made.entry)
    told = tansiq("show", office / "made")
    assert f"Signed, it says, by {FEDERAL_ROOT.key.label}: Key {CENTRE.key.label} may sign" in told.stdout
    (office / "item").write_bytes(record().entry)
    assert tansiq("show", office / "item").exit_code == 4


def test_both_sides_read_the_same_digits_from_the_same_roots(tmp_path: Path) -> None:
    pairs = [f"federal={FEDERAL_ROOT.key}", f"regional={REGIONAL_ROOT.key}"]
    (tmp_path / "public").write_text(f"{REGIONAL_ROOT.key}\n", encoding="utf-8")
    told = [
        tansiq("roots", tmp_path / "a", *pairs),
        tansiq("roots", tmp_path / "b", f"regional={tmp_path / 'public'}", pairs[0]),
        tansiq("show", tmp_path / "a"),
    ]
    digits = {tuple(re.findall(r"\b[0-9a-f]{4}\b", each.stdout.splitlines()[-1])) for each in told}
    assert [len(each) for each in digits] == [16]


def test_another_partys_root_is_found_before_anything_is_signed(office: Path, passphrase: Path) -> None:
    tansiq("roots", office / "roots", f"federal={FEDERAL_ROOT.key}", f"regional={REGIONAL_ROOT.key}")
    told = tansiq("certify", office / "federal.key", requested(office, "regional"), "--out", office / "out", "--yes",
                  "--roots", office / "roots", "--passphrase-file", passphrase)  # fmt: skip
    assert told.exit_code == 4
    assert "is not a root of party regional" in told.stderr
    assert not (office / "out").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["revoke", "federal.key", "out", "--key", "bar", "--party", "federal"], 4),
        (["revoke", "federal.key", "out", "--key", CENTRE.key.label, "--party", "Federal"], 4),
        (["request", "bar.key", "out", "--party", "Federal", "--purpose", "centre"], 4),
        (["request", "gone.key", "out", "--party", "federal", "--purpose", "centre"], 3),
        (["request", "bar.key", "out", "--party", "federal", "--purpose", "judge"], 2),
    ],
)
def test_what_no_log_would_take_is_not_written(office: Path, passphrase: Path, words: list[str], code: int) -> None:
    more = ["--centre", "bar"]
    if words[0] == "revoke":
        more += ["--reason", "lost", "--from", "0", "--yes", "--passphrase-file", str(passphrase)]
    told = tansiq(words[0], *(office / word if "." in word or word == "out" else word for word in words[1:3]),
                  *words[3:], *more)  # fmt: skip
    assert told.exit_code == code, told.output
    assert not (office / "out").exists()


def test_the_same_certificate_is_not_written_over_nor_twice_at_once(office: Path, passphrase: Path) -> None:
    request = requested(office, "federal")
    words = (
        "certify",
        office / "federal.key",
        request,
        "--out",
        office / "out",
        "--yes",
        "--passphrase-file",
        passphrase,
    )
    assert tansiq(*words, request).exit_code == 2
    assert tansiq(*words, "--replaces", "x+00000000", requested(office, "regional")).exit_code == 2
    assert tansiq(*words).exit_code == 0
    assert tansiq(*words).exit_code == 6


def test_a_wrong_passphrase_signs_nothing(office: Path) -> None:
    (office / "wrong").write_text("not those words at all", encoding="utf-8")
    (office / "empty").write_text("\n", encoding="utf-8")
    for file, code in (("wrong", 4), ("empty", 3), ("federal.key.none", 3)):
        told = tansiq("certify", office / "federal.key", requested(office, f"p{code}-{file[0]}"), "--out",
                      office / "out", "--yes", "--passphrase-file", office / file)  # fmt: skip
        assert told.exit_code == code, told.output
        assert not (office / "out").exists()


def test_a_disk_that_takes_nothing_leaves_no_half_a_key(tmp_path: Path, passphrase: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    told = tansiq("make", tmp_path / "new.key", "--name", "x", "--passphrase-file", passphrase)
    assert told.exit_code == 6
    assert "No space left" in told.stderr
    assert not (tmp_path / "new.key").exists()


def test_requests_and_keys_of_any_name_can_be_carried(tmp_path: Path) -> None:
    odd = generate("خفر.example/مناوب")
    (tmp_path / "odd.key").write_bytes(lock(odd, WORDS, log2_cost=15))
    out = requested(tmp_path, "federal", "odd", "watch")
    assert parse_key_request(out.read_bytes()).key == odd.key
