"""Backups made of a running centre, centres made again from them, and what must not be restored."""

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

from tests.faults.centres import PROJECT, Centre, copied, found
from tests.faults.postgres import PostgresServer

LEFT_OUT = {"django_migrations", "django_session", "accounts_opensession"}


def rows(centre: Centre) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a backup has to carry."""
    with sqlite3.connect(centre.folder / "centre.sqlite3") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = sorted(name for name in names if name not in LEFT_OUT and not name.startswith("sqlite_"))
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in kept}  # noqa: S608 - a name of ours


def backed_up(centre: Centre, *words: str) -> Path:
    out = centre.folder.with_name("backup")
    told = centre.centre("backup", out, *words)
    assert told.code == 0, told.err
    return out


def restored(backup: Path, folder: Path, *words: object, **environment: str) -> Centre:
    made = Centre(folder)
    told = made.run("tansiq", "centre", "restore", backup, folder, *words, **environment)
    assert told.code == 0, told.err
    return made


def test_a_restored_centre_has_every_row_and_goes_on(centre: Centre, tmp_path: Path) -> None:
    backup = backed_up(centre, "--keys")
    again = restored(backup, tmp_path / "again", "--earlier", centre.folder / "journal" / "checkpoint")
    assert rows(again) == rows(centre)
    assert not (again.folder / "keys" / "centre.passphrase").exists()
    shutil.copy(centre.folder / "keys" / "centre.passphrase", again.folder / "keys")
    told = again.check()
    assert told.code == 0, told.out + told.err
    assert again.write(3, seed=2).code == 0
    assert again.run("tansiq", "verify", again.folder, "--earlier", backup / "journal" / "checkpoint").code == 0


def test_a_backup_holds_no_key_unless_asked_and_never_what_opens_one(centre: Centre, tmp_path: Path) -> None:
    without = backed_up(centre)
    assert not (without / "keys").exists()
    with_keys = tmp_path / "with-keys"
    assert centre.centre("backup", with_keys, "--keys").code == 0
    passphrase = (centre.folder / "keys" / "centre.passphrase").read_bytes().strip()
    secret = (centre.folder / "secret-key").read_bytes()
    for file in (path for path in with_keys.rglob("*") if path.is_file()):
        assert passphrase not in file.read_bytes()
        assert secret not in file.read_bytes()
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077


def test_a_backup_made_while_others_write_is_a_beginning_of_the_journal(centre: Centre, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.writing", str(centre.folder), "100000", "3"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        backup = backed_up(centre, "--keys")
        assert writer.poll() is None, "the writer had ended before the backup"
        writer.kill()
    again = restored(backup, tmp_path / "again")
    before, after = rows(again)["door_entry"], rows(centre)["door_entry"]
    assert set(before) <= set(after)
    assert len(before) < len(after)


def test_a_backup_on_postgresql_is_restored_there_and_into_a_folder(server: PostgresServer, tmp_path: Path) -> None:
    centre = found(tmp_path / "bar", server.make_database("kept"))
    assert centre.write(12).code == 0
    backup = backed_up(centre, "--keys")
    elsewhere = restored(backup, tmp_path / "elsewhere", "--database", server.make_database("again"))
    in_folder = restored(backup, tmp_path / "in-folder", "--database", "sqlite")
    for each in (elsewhere, in_folder):
        shutil.copy(centre.folder / "keys" / "centre.passphrase", each.folder / "keys")
        told = each.check()
        assert told.code == 0, told.out + told.err
        assert each.write(2, seed=2).code == 0
    refused = centre.run("tansiq", "centre", "restore", backup, tmp_path / "in-use")
    assert refused.code == 6
    assert "has records already" in refused.err
    assert not (tmp_path / "in-use").exists()


def test_a_folder_or_backup_that_is_there_is_not_written_over(centre: Centre) -> None:
    backup = backed_up(centre)
    assert centre.centre("backup", backup).code == 6
    told = centre.run("tansiq", "centre", "restore", backup, centre.folder)
    assert told.code == 6
    assert "is there already" in told.err
    assert centre.check().code == 0


def test_an_old_backup_is_refused_where_a_newer_head_is_shown(centre: Centre, tmp_path: Path) -> None:
    backup = backed_up(centre, "--keys")
    assert centre.write(2, seed=2).code == 0
    newer = centre.folder / "journal" / "checkpoint"
    told = centre.run("tansiq", "centre", "restore", backup, tmp_path / "stale", "--earlier", newer)
    assert told.code == 7
    assert "this is an old copy, or it was cut" in told.err
    assert not (tmp_path / "stale").exists()


def test_an_old_database_put_into_a_centre_is_not_gone_on_with(centre: Centre) -> None:
    old = copied(centre, centre.folder.with_name("old"))
    assert centre.write(3, seed=2).code == 0
    shutil.copy(old.folder / "centre.sqlite3", centre.folder)
    told = centre.check()
    assert told.code == 7
    assert "! The journal's signed head has 26 entries, of which the database has 22." in told.out
    served = centre.centre("serve", "--port", 0x7A51)
    assert served.code == 6
    assert "does not continue the journal's signed head" in served.err


def test_an_altered_backup_is_refused_and_nothing_is_made(centre: Centre, tmp_path: Path) -> None:
    backup = backed_up(centre, "--keys")
    for name in ("manifest", "tables.jsonl", "centre.toml", "journal/checkpoint", "keys/centre.key"):
        data = (backup / name).read_bytes()
        middle = len(data) // 2
        (backup / name).write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
        told = centre.run("tansiq", "centre", "restore", backup, tmp_path / "again")
        assert told.code in {4, 7}, f"{name}: {told.err}"
        assert "Traceback" not in told.err
        assert not list(tmp_path.glob("*again*"))
        (backup / name).write_bytes(data)


def test_an_entry_cut_out_of_a_backup_is_missed(centre: Centre, tmp_path: Path) -> None:
    backup = backed_up(centre)
    (bundle,) = (backup / "journal" / "tile" / "entries").rglob("000.p/*")
    bundle.write_bytes(bundle.read_bytes()[:-40])
    told = centre.run("tansiq", "centre", "restore", backup, tmp_path / "again")
    assert told.code == 7
    assert not (tmp_path / "again").exists()


def test_a_backup_of_a_damaged_journal_is_not_made(centre: Centre) -> None:
    bundle = max((centre.folder / "journal" / "tile" / "entries").rglob("000.p/*"), key=lambda each: int(each.name))
    data = bytearray(bundle.read_bytes())
    data[-5] ^= 1
    bundle.write_bytes(data)
    told = centre.centre("backup", centre.folder.with_name("backup"))
    assert told.code == 7
    assert not list(centre.folder.parent.glob("*backup*"))


def test_checking_changes_nothing(centre: Centre) -> None:
    before = rows(centre)
    assert centre.check().code == 0
    assert rows(centre) == before
    assert json.dumps(sorted(map(str, centre.folder.rglob("*")))).count("new") == 0
