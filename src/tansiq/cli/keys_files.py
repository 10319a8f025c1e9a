"""Files of keys, and the passphrases that open them: read bounded, written for their owner's eyes only."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from tansiq.cli.console import current_language
from tansiq.errors import UnreadableInputError, UnwritableOutputError, UsageError
from tansiq.journal.keys import lock, unlock
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.note import NoteSigner
from tansiq.language import N_, translate

_OWNER_ONLY: Final = 0o600


def read_file(path: Path, most_bytes: int = LIMITS.key_file_bytes) -> bytes:
    """Return a small file's bytes.

    Raises
    ------
    MissingFileError, TooLargeError
        It is not there, cannot be read, or is longer.
    """
    return Folder(path.parent).read(path.name, most_bytes)


def open_key(path: Path, passphrase_file: Path | None) -> NoteSigner:
    """Return the private key in a file, asking for its passphrase unless a file holds it.

    Raises
    ------
    WrongPassphraseError, MalformedKeyError ...
        As :func:`~tansiq.journal.keys.unlock` says.
    """
    data = read_file(path)
    return unlock(data, passphrase(N_("Passphrase of %(key_file)s"), passphrase_file, key_file=path))


def passphrase(asked: str, file: Path | None, **fields: object) -> str:
    """Return a passphrase from ``file``, else from the person, who is asked in their language.

    Raises
    ------
    UnreadableInputError
        The file holds nothing, or no text.
    """
    if file is None:
        return _ask(asked, **fields)
    try:
        words = read_file(file).decode("utf-8").strip()
    except UnicodeDecodeError as error:
        template = N_("%(file)s is not UTF-8 at byte %(at)s. A passphrase is a line of text.")
        raise UnreadableInputError(template, file=file, at=error.start) from error
    if not words:
        raise UnreadableInputError(N_("%(file)s is empty. It must hold the passphrase, on one line."), file=file)
    return words


def new_passphrase(file: Path | None) -> str:
    """Return a passphrase to lock a key with: from ``file``, or typed twice.

    Raises
    ------
    UsageError
        The two do not agree.
    """
    first = passphrase(N_("New passphrase, of at least %(least)s characters"), file,
                       least=LIMITS.passphrase_characters_min)  # fmt: skip
    if file is None and _ask(N_("The same once more")) != first:
        raise UsageError(N_("The two passphrases differ. Nothing was written; begin again."))
    return first


def _ask(template: str, **fields: object) -> str:
    words = translate(template, current_language(), fields)
    return str(click.prompt(words, hide_input=True, err=True))


def agreed(template: str) -> bool:
    """Ask the person a question; only a written yes, in English or their own language, is one."""
    language = current_language()
    answer = str(click.prompt(translate(template, language), err=True))
    return answer.strip().lower() in {"yes", translate(N_("yes"), language)}


def write_key(path: Path, signer: NoteSigner, words: str) -> None:
    """Write a new file with a locked key, which nobody but its owner may read; never over another.

    Raises
    ------
    UnwritableOutputError
        There is something of that name, or it cannot be written.
    WeakPassphraseError
        The passphrase is too short; nothing was written.
    """
    data = lock(signer, words)
    refuse_any((path,))
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    _write_new(path, data)


def replace_key(path: Path, signer: NoteSigner, words: str) -> None:
    """Put a newly locked key in an old one's place: after a failure the old file is still there.

    Raises
    ------
    UnwritableOutputError, WeakPassphraseError
        As :func:`write_key` says.
    """
    data = lock(signer, words)
    beside = path.with_name(f".{path.name}.new")
    with _in_words(path):
        beside.unlink(missing_ok=True)  # left by a change that broke off
    _write_new(beside, data)
    with _in_words(path):
        beside.replace(path)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that anybody may read; none of them if one is there already.

    Raises
    ------
    UnwritableOutputError
        There is something of that name, or it cannot be written.
    """
    refuse_any(files)
    for path, data in files.items():
        Folder(path.parent).write(path.name, data)


def refuse_any(paths: Iterable[Path]) -> None:
    """Refuse if there is anything at one of ``paths``: what was signed or locked is not written over.

    Raises
    ------
    UnwritableOutputError
        There is.
    """
    for path in paths:
        if path.exists() or path.is_symlink():
            raise _taken(path)


def file_name(*parts: str) -> str:
    """Return a name for a file that any disk takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join(parts))


def _taken(path: Path) -> UnwritableOutputError:
    return UnwritableOutputError(N_("%(out)s is there already. Choose another name."), out=path)


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there, whole or not at all, for its owner only."""
    with _in_words(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error
