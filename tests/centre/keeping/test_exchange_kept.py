"""Backups of a centre that exchanges, centres made again from them, and what checking finds of the exchange."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.three_centres import exchange, found, run, say, well

TABLES = ("released", "receipt", "incoming", "received", "message", "alarm", "terms")


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The centres after a stick went from federal-hq to bar and back; there is one file of evidence at bar."""
    folder = shutil.copytree(found(tmp_path_factory), tmp_path_factory.mktemp("exchanged") / "centres")
    stick, twin = folder / "stick", shutil.copytree(folder / "federal-hq", folder / "twin" / "federal-hq")
    say(folder / "federal-hq", 2)
    say(twin, 3)
    for sender, recipient in (("federal-hq", "bar"), ("bar", "federal-hq")):
        well(exchange("export", folder / sender, stick, "--to", recipient))
        well(exchange("import", folder / recipient, stick))
    say(folder / "federal-hq")
    well(exchange("export", folder / "federal-hq", stick, "--to", "bar"))  # with the receipt for what bar released
    well(exchange("import", folder / "bar", stick))
    well(exchange("export", twin, folder / "forked", "--to", "bar"))
    assert exchange("import", folder / "bar", folder / "forked").code == 7
    return folder


@pytest.fixture
def centres(exchanged: Path, tmp_path: Path) -> Path:
    return shutil.copytree(exchanged, tmp_path / "centres")


@pytest.fixture(scope="module")
def backup(exchanged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("backup") / "bar"
    well(run("tansiq", "-q", "centre", "backup", exchanged / "bar", out, "--keys"))
    return out


def rows(centre: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(centre / "centre.sqlite3") as database:
        tables = {name: sorted(database.execute(f"SELECT * FROM partners_{name}"), key=repr) for name in TABLES}  # noqa: S608 - a name of ours
        stored = 'SELECT origin, "index", entry, leaf, refused FROM partners_receivedentry'
        return tables | {"stored": sorted(database.execute(stored))}


def files(centre: Path, folder: str) -> set[Path]:
    found = (path for path in (centre / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(centre) for path in found}


def restored(backup: Path, centres: Path, name: str = "bar") -> Path:
    folder = centres / "again" / name
    folder.parent.mkdir()
    well(run("tansiq", "-q", "centre", "restore", backup, folder, "--roots", centres / "roots.txt"))
    shutil.copy(centres / name / "keys" / "centre.passphrase", folder / "keys")
    return folder


def test_a_restored_centre_has_all_of_the_exchange(centres: Path, backup: Path) -> None:
    again = restored(backup, centres)
    assert rows(again) == rows(centres / "bar")
    assert rows(again)["stored"]
    assert rows(again)["alarm"]
    assert "blinding.secret, exchange.key" in well(run("tansiq", "centre", "unlock", again))
    for name in ("keys/blinding.secret", "keys/exchange.key", "keys/exchange.crt"):
        assert (again / name).read_bytes() == (centres / "bar" / name).read_bytes()
    for folder in ("releases", "received", "evidence", "attachments"):
        there, here = files(again, folder), files(centres / "bar", folder)
        assert there <= here
        assert all(path.parent.suffix == ".p" for path in here - there)  # superseded tiles, which no head needs
    told = run("tansiq", "-q", "centre", "check", again, "--roots", centres / "roots.txt")
    assert told.code == 0, told.out
    assert "? This centre was restored." in told.out


def test_the_storage_of_received_entries_is_not_copied_twice(backup: Path) -> None:
    assert b"receivedentry" not in (backup / "tables.jsonl").read_bytes()


def test_nothing_that_opens_or_signs_is_in_a_backup_unlocked(centres: Path, backup: Path) -> None:
    keys = centres / "bar" / "keys"
    secrets = [(keys / name).read_bytes() for name in ("blinding.secret", "centre.passphrase", "exchange.key")]
    for path in backup.rglob("*"):
        assert not path.is_file() or not any(each.strip() in path.read_bytes() for each in secrets)


def test_after_a_restore_nothing_is_released_before_the_partner_was_heard(centres: Path, backup: Path) -> None:
    again = restored(backup, centres)
    well(run("tansiq", "centre", "unlock", again))
    told = exchange("export", again, centres / "new", "--to", "federal-hq")
    assert told.code == 1
    assert "restored from a copy" in told.err
    old = exchange("import", again, centres / "stick")  # written before the restore: it may say too little
    assert "written before this centre was restored" in old.err
    assert exchange("export", again, centres / "new", "--to", "federal-hq").code == 1
    say(centres / "federal-hq")
    well(exchange("export", centres / "federal-hq", centres / "new", "--to", "bar"))
    well(exchange("import", again, centres / "new"))
    well(exchange("export", again, centres / "new", "--to", "federal-hq"))


@pytest.mark.parametrize(
    "name",
    ["received/federal-hq/tile/entries/000.p/*", "releases/federal-hq/tile/0/000.p/*", "evidence/*", "attachments/*",
     "releases/federal-hq/receipt", "received/federal-hq/checkpoint"],
)  # fmt: skip
def test_a_backup_whose_exchange_was_altered_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(backup, tmp_path / "copy")
    path = next(copy.glob(name))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    told = run("tansiq", "-q", "centre", "restore", copy, tmp_path / "again")
    assert told.code in {4, 7}, told.err
    assert "Traceback" not in told.err
    assert not (tmp_path / "again").exists()


def test_a_backup_that_lacks_a_received_entry_is_refused(backup: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(backup, tmp_path / "copy")
    next(copy.glob("received/federal-hq/tile/entries/000.p/*")).unlink()
    assert run("tansiq", "-q", "centre", "restore", copy, tmp_path / "again").code == 7


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def other_bytes_in_the_table(centre: Path) -> None:
    with sqlite3.connect(centre / "centre.sqlite3") as database:
        database.execute('UPDATE partners_receivedentry SET entry = leaf WHERE "index" = 1')


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda centre: altered(max(centre.glob("received/federal-hq/tile/entries/000.p/*"))), "was altered"),
        (lambda centre: altered(next(centre.glob("evidence/*"))), "not those that its name says"),
        (lambda centre: next(centre.glob("evidence/*")).unlink(), "evidence of an alarm is missing"),
        (lambda centre: (centre / "keys/exchange.key").chmod(0o644), "Others on this machine may read"),
        (lambda centre: (centre / "received").chmod(0o755), "Others on this machine may read"),
        (other_bytes_in_the_table, "with other bytes than came"),
    ],
)  # fmt: skip
def test_checking_finds_what_does_not_hold(centres: Path, damage, said: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - one of the above
    damage(centres / "bar")
    told = run("tansiq", "-q", "centre", "check", centres / "bar")
    assert told.code == 7
    assert any(line.startswith("! ") and said in line for line in told.out.splitlines()), told.out
