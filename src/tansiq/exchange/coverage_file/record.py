"""The body of a record of kind ``coverage/1``: what the attachment is, without what it says."""

import hashlib
from collections.abc import Mapping

from tansiq.exchange.coverage_file.attachment import decode
from tansiq.exchange.coverage_file.errors import CoverageRecordError
from tansiq.exchange.coverage_file.header import COMMON, said_in_header
from tansiq.exchange.coverage_file.limits import MEDIA_TYPE
from tansiq.gaps.coverage.model import Coverage
from tansiq.journal.json_strict import Json
from tansiq.journal.record import KINDS
from tansiq.language import N_

KIND = "coverage/1"


def body_of(coverage: Coverage, data: bytes) -> dict[str, Json]:
    """Return the body of the record that releases ``data``, the attachment that says ``coverage``.

    Whose coverage it is stands in the record, and in the attachment.
    """
    said = said_in_header(coverage)
    return {name: said[name] for name in COMMON} | {"attachments": [_named(data)]}


def read_coverage(body: Mapping[str, Json], data: bytes, *, party: str | None = None) -> Coverage:
    """Return the coverage of a record, if the attachment is the one that its body names and says the same.

    Parameters
    ----------
    body
        Of a record of kind ``coverage/1``.
    data
        Its attachment.
    party
        The party on whose behalf the record was written; None if there is no record.

    Raises
    ------
    BodyError
        If the body is not of its kind's form.
    CoverageRecordError
        If the attachment is another, or says something else than the body, or is another party's.
    BadInputError
        If the attachment is not a coverage file.
    """
    KINDS[KIND].check(body)
    if body["attachments"] != [_named(data)]:
        raise CoverageRecordError(N_("The attachment is not the one that the record names."))
    coverage = decode(data)
    said = said_in_header(coverage)
    differing = [name for name in COMMON if said[name] != body[name]]
    if differing:
        raise CoverageRecordError(
            N_("The record and its attachment say different things: %(names)s."), names=", ".join(differing)
        )
    if party is not None and coverage.party != party:
        raise CoverageRecordError(
            N_("The record is written by %(writer)s, its attachment is the coverage of %(party)s."),
            writer=party,
            party=coverage.party,
        )
    return coverage


def _named(data: bytes) -> dict[str, Json]:
    digest = hashlib.sha256(data).hexdigest()
    return {"digest": f"sha256:{digest}", "bytes": len(data), "media_type": MEDIA_TYPE}
