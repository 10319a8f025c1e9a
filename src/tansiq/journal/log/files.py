"""Where a log's files lie: a folder, or memory."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tansiq.errors import UnwritableOutputError
from tansiq.journal.errors import MissingFileError, TooLargeError
from tansiq.language import N_


class LogFiles(Protocol):
    """A log's files, to be read."""

    def read(self, name: str, most_bytes: int) -> bytes:
        """Return a file's bytes.

        Raises
        ------
        MissingFileError
            It is not there, or cannot be read.
        TooLargeError
            It is longer than ``most_bytes``; it was not read.
        """

    def names(self) -> Iterator[str]:
        """Yield the names of all files, with ``/`` between folders."""


class WritableFiles(LogFiles, Protocol):
    """A log's files, to be written."""

    def write(self, name: str, data: bytes) -> None:
        """Make or replace a file, whole or not at all."""


class MemoryFiles(dict[str, bytes]):
    """Files in memory."""

    def read(self, name: str, most_bytes: int) -> bytes:
        """Return a file's bytes."""
        if name not in self:
            raise MissingFileError(N_("%(file)s is missing."), file=name)
        return _bounded(name, self[name], most_bytes)

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        yield from sorted(self)

    def write(self, name: str, data: bytes) -> None:
        """Make or replace a file."""
        self[name] = data


class Folder:
    """Files below a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str, most_bytes: int) -> bytes:
        """Return a file's bytes."""
        try:
            with (self.path / name).open("rb") as file:
                return _bounded(name, file.read(most_bytes + 1), most_bytes)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise MissingFileError(N_("%(file)s cannot be read (%(why)s)."), file=name, why=why) from error

    def names(self) -> Iterator[str]:
        """Yield the names of all files, in order."""
        for folder, below, files in os.walk(self.path):
            below.sort()
            for file in sorted(files):
                yield (Path(folder) / file).relative_to(self.path).as_posix()

    def write(self, name: str, data: bytes) -> None:
        """Make or replace a file: written beside, flushed to the disk, then put in its place.

        Raises
        ------
        UnwritableOutputError
            The disk is full or may not be written; the old file, if any, is still there.
        """
        path = self.path / name
        beside = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            _flush_folder(path.parent)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error


def _flush_folder(path: Path) -> None:
    """Make the new name itself durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _bounded(name: str, data: bytes, most_bytes: int) -> bytes:
    if len(data) > most_bytes:
        raise TooLargeError(N_("%(file)s has more than %(most)s bytes."), file=name, most=most_bytes)
    return data
