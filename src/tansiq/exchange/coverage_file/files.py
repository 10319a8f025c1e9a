"""A coverage as two files: the attachment, and beside it the body of the record that releases it."""

from pathlib import Path
from typing import Final

from tansiq.exchange.coverage_file.attachment import decode, encode
from tansiq.exchange.coverage_file.errors import MalformedCoverageError
from tansiq.exchange.coverage_file.limits import MOST_BYTES
from tansiq.exchange.coverage_file.record import body_of, read_coverage
from tansiq.gaps.coverage.model import Coverage
from tansiq.journal.json_strict import canonical, read
from tansiq.journal.log import Folder
from tansiq.language import N_

BODY_SUFFIX: Final = ".json"
_BODY_BYTES: Final = 16_384


def body_path(attachment: Path) -> Path:
    """Return where the body of ``attachment``'s record stands."""
    return attachment.with_name(attachment.name + BODY_SUFFIX)


def write(coverage: Coverage, out: Path) -> None:
    """Write the attachment to ``out`` and the record's body beside it, each whole or not at all.

    Raises
    ------
    UnwritableOutputError
        The place cannot be written.
    """
    data = encode(coverage)
    folder = Folder(out.parent)
    folder.write(body_path(out).name, canonical(body_of(coverage, data)) + b"\n")
    folder.write(out.name, data)


def read_file(path: Path) -> Coverage:
    """Return the coverage of an attachment, checked against the record's body if that stands beside it.

    Raises
    ------
    MissingFileError, TooLargeError
        It cannot be read, or is too large.
    BadInputError
        It is not a coverage, or does not fit the body.
    """
    data = Folder(path.parent).read(path.name, MOST_BYTES)
    if not body_path(path).exists():
        return decode(data)
    body = read(Folder(path.parent).read(body_path(path).name, _BODY_BYTES))
    if not isinstance(body, dict):
        raise MalformedCoverageError(N_("%(file)s is not the body of a record."), file=body_path(path))
    return read_coverage(body, data)
