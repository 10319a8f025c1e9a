"""Files of evidence: written only if a third person who has the parties' roots can check them."""

import logging
from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.utils import timezone

from tansiq.centre.door.keys import centre_signer, identity
from tansiq.centre.door.moments import size
from tansiq.centre.partners.known import KnownHere
from tansiq.centre.partners.terms import all_roots
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.errors import OwnStaleRestoreError, PartnerFaultError
from tansiq.exchange.evidence import check_evidence, make_evidence
from tansiq.exchange.naming import EVIDENCE, log_origin
from tansiq.journal.log import Folder

_log = logging.getLogger(__name__)
Fault = PartnerFaultError | OwnStaleRestoreError


def write_evidence(partner: PartnerCentre, error: Fault, certificates: Sequence[bytes]) -> str:
    """Write what shows a fault, and return the file's digest; empty if there is nothing that others could check.

    What does not show the fault by its own name may still show that something came: then it is written as that.

    Parameters
    ----------
    partner, error
        Whose log it is about (of our own stale restore: for whom), and what was wrong.
    certificates
        Records of the partner's keys, as they stand in its log.
    """
    data = next(_checked(partner, error, certificates), None)
    if data is None:
        return ""
    digest = sha256(data).hexdigest()
    Folder(identity().folder).write(f"{EVIDENCE}/{digest}", data)
    return f"sha256:{digest}"


def _checked(partner: PartnerCentre, error: Fault, certificates: Sequence[bytes]) -> Iterator[bytes]:
    """Yield what is worth writing, the best first."""
    for told in (error, PartnerFaultError(error.template, exhibits=error.exhibits, **error.fields)):
        try:
            data = _made(partner, told, certificates)
            check_evidence(data, all_roots())
        except TansiqError as refusal:  # the alarm says that there is no file, or the next one is better
            _log.warning("No evidence of %s by %s: %s", told.fault, partner.name, refusal)
        else:
            yield data


def _made(partner: PartnerCentre, error: Fault, certificates: Sequence[bytes]) -> bytes:
    who = identity()
    us = f"{who.domain}/{who.name}"
    theirs, ours = log_origin(partner.id, who.name), log_origin(us, partner.name)
    own = [record.entry for record in KnownHere(partner.name, size()).centre_certificates()]
    return make_evidence(
        error, log=ours if isinstance(error, OwnStaleRestoreError) else theirs, seen_by=us, seen_at=timezone.now(),
        certificates=[*certificates, *own], signer=centre_signer(),
    )  # fmt: skip
