"""A coverage as bytes, and back."""

from tansiq.exchange.coverage_file.errors import MalformedCoverageError
from tansiq.exchange.coverage_file.header import read_header, write_header
from tansiq.exchange.coverage_file.limits import HEADER, MAGIC, MOST_BYTES
from tansiq.exchange.coverage_file.runs import read_runs, write_runs
from tansiq.gaps.coverage.model import PLANES, Coverage, check_lattice
from tansiq.language import N_


def encode(coverage: Coverage) -> bytes:
    """Return the bytes of the attachment: the same coverage gives the same bytes."""
    return MAGIC + write_header(coverage) + b"\n" + write_runs(coverage.codes.ravel())


def decode(data: bytes) -> Coverage:
    """Return the coverage that ``data`` says; every coverage has one spelling, and no other is taken.

    Raises
    ------
    MalformedCoverageError
        If it is not a coverage file.
    BadInputError
        If its header is not canonical JSON, or it says what no coverage can be.
    """
    if len(data) > MOST_BYTES:
        raise MalformedCoverageError(
            N_("A coverage may have %(most)s bytes; this has %(found)s."), most=MOST_BYTES, found=len(data)
        )
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + HEADER.record_bytes + 1)
    if not data.startswith(MAGIC) or end < 0:
        raise MalformedCoverageError(N_("This is not a coverage file of a version known here."))
    fields = read_header(data[len(MAGIC) : end])
    lattice = fields["lattice"]
    check_lattice(lattice)
    codes = read_runs(data[end + 1 :], len(PLANES) * lattice.rows * lattice.cols)
    coverage = Coverage(**fields, codes=codes.reshape(len(PLANES), *lattice.shape))
    if write_header(coverage) != data[len(MAGIC) : end]:  # a time has more than one spelling
        raise MalformedCoverageError(N_("The header of the coverage is not in its one spelling."))
    return coverage
