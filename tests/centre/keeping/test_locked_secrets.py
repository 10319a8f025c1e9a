"""What lies open in a centre is locked in its backup, and opens again to the very same bytes."""

import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tansiq.centre.keeping.locked_secrets import locked_copies, open_copies, waiting
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.errors import BadInputError
from tansiq.exchange.authority.files import key_bytes
from tansiq.journal.errors import WrongPassphraseError

OPENS = "twelve letters and more"
SECRET = secrets.token_bytes(32)
KEY = key_bytes(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The keys of a centre, as they lie there while it runs."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "exchange.key").write_bytes(KEY)
    (folder / "exchange.crt").write_bytes(b"-----BEGIN CERTIFICATE-----")
    (folder / "blinding.secret").write_bytes(SECRET)
    return folder


@pytest.fixture
def restored(keys: Path, tmp_path: Path) -> Path:
    """The keys of the same centre as a backup brings them."""
    folder = tmp_path / "restored"
    folder.mkdir()
    for name, data in locked_copies(keys, "local/bar", OPENS).items():
        (folder / name).write_bytes(data)
    return folder


def test_nothing_that_is_copied_shows_a_secret(restored: Path) -> None:
    assert sorted(path.name for path in restored.iterdir()) == [
        "blinding.secret.locked", "exchange.crt", "exchange.key.locked",
    ]  # fmt: skip
    everything = b"".join(path.read_bytes() for path in restored.iterdir())
    assert SECRET not in everything
    assert KEY.splitlines()[1] not in everything


def test_copies_open_to_the_same_bytes_once(restored: Path) -> None:
    assert open_copies(restored, OPENS) == ["blinding.secret", "exchange.key"]
    assert (restored / "blinding.secret").read_bytes() == SECRET
    assert (restored / "exchange.key").read_bytes() == KEY
    assert (restored / "exchange.key").stat().st_mode & 0o077 == 0
    assert not waiting(restored)
    assert open_copies(restored, OPENS) == []


def test_another_passphrase_opens_nothing(restored: Path) -> None:
    with pytest.raises(WrongPassphraseError):
        open_copies(restored, "another one altogether")
    assert len(waiting(restored)) == 2
    assert not (restored / "exchange.key").exists()
    (restored / "blinding.secret.locked").unlink()
    with pytest.raises(WrongPassphraseError):
        open_copies(restored, "another one altogether")


def test_what_lies_there_is_not_written_over(restored: Path) -> None:
    (restored / "exchange.key").write_bytes(b"another")
    with pytest.raises(BadBackupError, match="is there already"):
        open_copies(restored, OPENS)
    assert (restored / "exchange.key").read_bytes() == b"another"


def test_a_copy_of_no_known_name_is_refused(restored: Path) -> None:
    (restored / "other.locked").write_bytes(b"?")
    with pytest.raises(BadBackupError, match="of a known name"):
        open_copies(restored, OPENS)


@pytest.mark.parametrize("name", ["exchange.key", "blinding.secret"])
def test_a_file_that_holds_something_else_is_not_copied(keys: Path, name: str) -> None:
    (keys / name).write_bytes(b"something else")
    with pytest.raises((BadInputError, BadBackupError)):
        locked_copies(keys, "local/bar", OPENS)
