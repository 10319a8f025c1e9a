"""What a partner's fault is refused as, and what a third person makes of the evidence."""

import pytest

from tansiq.exchange.errors import (
    PartnerFaultError,
)
from tansiq.exchange.evidence import check_evidence, make_evidence
from tansiq.exchange.ports import Verified
from tests.exchange.pulling.partner import (
    BAR,
    BOTH,
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
    """Make the evidence, let a third person check it, and return whether it is proof without our word.

    Of the partner's certificates only those are used that came with the error.
    """
    ours = [each.entry for each in BAR_CERTIFICATES]
    data = make_evidence(error, log=ORIGIN, seen_by=BAR.name, seen_at=NOON, certificates=ours, signer=BAR)
    return check_evidence(data, BOTH).proved


def kept_proves(refused: Verified) -> bool:
    """As :func:`proves`, of an entry that was kept and not accepted."""
    kinds = {each.fault: each for each in PartnerFaultError.__subclasses__()}
    return proves(kinds[refused.fault](refused.refused, exhibits=refused.exhibits))
