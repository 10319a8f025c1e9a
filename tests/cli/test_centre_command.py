"""``tansiq centre``: a centre is made, verified, waits for certificates, takes them in, and refuses in words."""

import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.journal.keys import generate, unlock, write_roots
from tansiq.journal.keys.request import parse_key_request
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Content, sign_record

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSPHRASE = re.compile(r"(\S+-root\.key)\. .*: ((?:[a-z2-9]{4}-){4}[a-z2-9]{4})$", re.MULTILINE)


def tansiq(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tansiq", "--lang", "en", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TANSIQ_", "DJANGO_"))}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A joint centre, and what was said when it was made by somebody who asked for quiet."""
    folder = tmp_path_factory.mktemp("made") / "bar"
    done = tansiq("--quiet", "centre", "init", folder, "--name", "bar", "--joint")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_fresh_joint_centre_verifies(made: tuple[Path, str]) -> None:
    done = tansiq("verify", made[0])
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{made[0]} verifies.")
    assert "a key of federal + regional" in done.stdout


def test_the_roots_passphrases_are_shown_once_and_open_them(made: tuple[Path, str]) -> None:
    shown = PASSPHRASE.findall(made[1])
    assert [Path(file).name for file, _ in shown] == ["federal-root.key", "regional-root.key"]
    for file, passphrase in shown:
        assert unlock(Path(file).read_bytes(), passphrase).name.endswith(".local/root")


def test_nothing_in_the_folder_can_be_read_by_others(made: tuple[Path, str]) -> None:
    open_to_others = [path for path in (made[0], *made[0].rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    private = [path for path in open_to_others if path.parent == made[0] or path.parent.name in {"keys", "offline"}]
    assert private == []


def test_a_flipped_byte_is_found(made: tuple[Path, str], tmp_path: Path) -> None:
    bundle = next((made[0] / "journal/tile/entries").rglob("2"))
    damaged = tmp_path / "copy"
    shutil.copytree(made[0], damaged)
    copy = damaged / bundle.relative_to(made[0])
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    done = tansiq("verify", damaged)
    assert done.returncode == 7


def test_a_folder_is_not_made_twice(made: tuple[Path, str]) -> None:
    done = tansiq("centre", "init", made[0], "--name", "bar", "--joint")
    assert done.returncode == 6
    assert "there already" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--name", "bar"), "--joint"),
        (("--name", "bar", "--joint", "--party", "federal"), "--joint"),
        (("--name", "bar", "--party", "neighbour"), "neighbour"),
        (("--name", "Bar Centre", "--joint"), "lower-case"),
        (("--name", "bar", "--joint", "--domain", "a..b"), "lower-case"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    done = tansiq("centre", "init", tmp_path / "c", *options)
    assert done.returncode in {2, 4}
    assert words in done.stderr
    assert not (tmp_path / "c").exists()


def certificate(request: Path, root: NoteSigner, centre: str) -> bytes:
    """What a party's root signs, far from the centre."""
    asked = parse_key_request(request.read_bytes())
    content = Content(
        kind="key_certificate/1", object=f"key-{asked.key.key_id.hex()}",
        body={"key": str(asked.key), "purpose": asked.purpose}, author_role="root", party=asked.party, centre=centre,
        event_at=AT, received_at=AT, entered_at=AT,
    )  # fmt: skip
    return sign_record(content, root).entry


def test_roots_made_elsewhere_never_come_near_the_centre(tmp_path: Path) -> None:
    roots = {party: generate(f"{party}.example/root") for party in ("federal", "regional")}
    file = tmp_path / "roots.txt"
    file.write_bytes(write_roots({party: (root.key,) for party, root in roots.items()}))
    folder = tmp_path / "c"
    assert tansiq("centre", "init", folder, "--name", "bar", "--joint", "--roots", file).returncode == 0
    assert not (folder / "offline").exists()
    assert tansiq("verify", folder).returncode != 0  # no head yet: nobody has certified the centre's key

    for party, root in roots.items():
        made = tmp_path / f"{party}.record"
        made.write_bytes(certificate(folder / "requests" / f"{party}-centre.request", root, "bar"))
        done = tansiq("centre", "admit", folder, made)
        assert done.returncode == 0, done.stderr
    done = tansiq("verify", folder, "--trust", file)
    assert done.returncode == 0, done.stderr

    foreign = tmp_path / "foreign.record"
    foreign.write_bytes(certificate(folder / "requests" / "federal-centre.request", roots["federal"], "elsewhere"))
    refused = tansiq("centre", "admit", folder, foreign)
    assert refused.returncode == 4
    assert "elsewhere" in refused.stderr


def test_one_partys_own_centre_rests_on_its_root_alone(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    assert tansiq("centre", "init", folder, "--name", "north", "--party", "regional").returncode == 0
    done = tansiq("verify", folder)
    assert done.returncode == 0
    assert "a key of regional." in done.stdout


def test_tables_can_be_made_again(made: tuple[Path, str]) -> None:
    done = tansiq("centre", "rebuild", made[0])
    assert done.returncode == 0
    assert "Different from before: none" in done.stdout


def test_beyond_this_machine_only_over_tls(made: tuple[Path, str]) -> None:
    done = tansiq("centre", "serve", made[0], "--host", "192.0.2.1")
    assert done.returncode == 2
    assert "TLS" in done.stderr


def test_a_folder_that_is_no_centre_is_refused(tmp_path: Path) -> None:
    done = tansiq("centre", "rebuild", tmp_path)
    assert done.returncode == 3
    assert "centre.toml" in done.stderr
