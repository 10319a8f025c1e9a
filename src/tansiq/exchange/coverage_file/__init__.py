"""Coverage as an attachment and as the body of a record. ``docs/coverage.md`` gives the bytes."""

from tansiq.exchange.coverage_file.attachment import decode, encode
from tansiq.exchange.coverage_file.errors import CoverageRecordError, MalformedCoverageError
from tansiq.exchange.coverage_file.files import body_path, read_file, write
from tansiq.exchange.coverage_file.limits import MAGIC, MEDIA_TYPE, MOST_BYTES
from tansiq.exchange.coverage_file.record import KIND, body_of, read_coverage

__all__ = [
    "KIND",
    "MAGIC",
    "MEDIA_TYPE",
    "MOST_BYTES",
    "CoverageRecordError",
    "MalformedCoverageError",
    "body_of",
    "body_path",
    "decode",
    "encode",
    "read_coverage",
    "read_file",
    "write",
]
