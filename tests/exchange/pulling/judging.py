"""What a partner's fault is refused as, and what a third person makes of the evidence."""

import pytest

from tansiq.exchange.errors import (
    PartnerFaultError,
)
from tansiq.exchange.evidence import check_evidence, make_evidence
from tests.exchange.pulling.partner import (
    BAR,
    BOTH,
    CERTIFICATE,
    FEDERAL_ROOT,
    NOON,
    ORIGIN,
    REGIONAL_ROOT,
    Link,
    certificate,
)

BAR_CERTIFICATES = [certificate(BAR, FEDERAL_ROOT, "centre"), certificate(BAR, REGIONAL_ROOT, "centre")]


def refused(link: Link, kind: type[PartnerFaultError], **given: object) -> PartnerFaultError:
    """Pull, and return what it was refused as."""
    with pytest.raises(kind) as caught:
        link.pull(**given)
    assert type(caught.value) is kind
    return caught.value


def proves(error: PartnerFaultError) -> bool:
    """Make the evidence, let a third person check it, and return whether it is proof without our word."""
    data = make_evidence(
        error, log=ORIGIN, seen_by=BAR.name, seen_at=NOON, certificates=[CERTIFICATE.entry,
        *(each.entry for each in BAR_CERTIFICATES)], signer=BAR,
    )  # fmt: skip
    return check_evidence(data, BOTH).proved
