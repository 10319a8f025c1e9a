"""Writing evidence down."""

from collections.abc import Sequence
from datetime import datetime

from tansiq.exchange.errors import OwnStaleRestoreError, PartnerFaultError
from tansiq.exchange.evidence.certifying import needed_certificates
from tansiq.exchange.evidence.exhibits import CERTIFICATE, numbered
from tansiq.exchange.evidence.text import Evidence, parse_evidence
from tansiq.journal.note import Note, NoteSigner, sign_note


def make_evidence(
    error: PartnerFaultError | OwnStaleRestoreError,
    *,
    log: str,
    seen_by: str,
    seen_at: datetime,
    certificates: Sequence[bytes],
    signer: NoteSigner,
) -> bytes:
    """Return the file that shows what ``error`` says.

    Parameters
    ----------
    error
        Its exhibits have the names that the package's description gives; of two of one name the last counts. The
        certificates among them stand after ``certificates``.
    log
        Origin line of the log that was asked for.
    seen_by
        This centre, ``domain/name``.
    seen_at
        By this centre's clock (aware).
    certificates
        Records among which those are that certify the keys that signed exhibits, and this centre's own, in an order in
        which each is signed by a root or by a key certified before it. Only those are written down, each once: a
        partner's log may hold any number of others.
    signer
        This centre's key.

    Raises
    ------
    TooLargeError
        More exhibits or bytes than such a file may have.
    """
    exhibits = {name: data for name, data in error.exhibits if not name.startswith(CERTIFICATE)}
    further = [data for name, data in error.exhibits if name.startswith(CERTIFICATE)]
    needed = needed_certificates([*certificates, *further], exhibits.values(), signer.key.label)
    evidence = Evidence(error.fault, log, seen_by, seen_at, exhibits | dict(numbered(needed)))
    data = bytes(Note(evidence.text, (sign_note(evidence.text, signer),)))
    parse_evidence(data)  # what could not be read is not written
    return data
