"""A coverage's whole way: its file is fetched with its record, held against its hash, and only then used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tansiq.centre.coverage.received import held, pair, read
from tansiq.centre.door.keys import centre_signer
from tansiq.centre.founding.first_records import certify_centre
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.terms import latest_terms, roots_of
from tansiq.domain.time import Window
from tansiq.exchange.errors import AlteredEntryError
from tansiq.exchange.pulling import Pulled, pull
from tansiq.journal.keys import write_roots
from tests.centre.coverage.coverages import RULE, Made, add, digest_of
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog
from tests.centre.partners.test_two_centres import AsFiles


class WithAttachments(AsFiles):
    """A partner's log as files, with what its records name beside it."""

    def __init__(self, log: PartnerLog, folder: Path) -> None:
        super().__init__(log, folder)
        self.files: dict[str, bytes] = {}

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        yield self.files[digest][:most_bytes]


@pytest.fixture
def partner(
    centre: Founded,
    unproved: None,  # noqa: ARG001 - used for its effect
    anybody_may: None,  # noqa: ARG001 - as above
    tmp_path: Path,
) -> WithAttachments:
    """The federal party's own centre, as the joint one sees it."""
    roots = {party: (root.signer.key,) for party, root in centre.roots.items()}
    linked.adopt(roots=write_roots(roots).decode(), release=RULE)
    log = PartnerLog(FEDERAL_HQ)
    log.entries.append(
        certify_centre(centre.identity, "federal", centre.roots["federal"].signer, log.signer.key, linked.AT)
    )
    return WithAttachments(log, tmp_path / "to-bar")


def pulled(partner: WithAttachments) -> Pulled:
    partner.publish()
    return pull(
        partner, TableInbox(FEDERAL_HQ), origin=partner.log.origin, roots=roots_of(FEDERAL_HQ),
        cosigner=centre_signer(), now=timezone.now, terms=latest_terms(timezone.now()),
    )  # fmt: skip


def test_record_and_file_cross_and_are_what_was_released(partner: WithAttachments, federal: Made) -> None:
    add(partner.log, federal, "a")
    partner.files[f"sha256:{digest_of(federal)}"] = federal.data
    found = pulled(partner)
    assert (found.end, found.refused) == (2, 0)
    [one] = held()
    assert (one.party, one.own, one.body) == ("federal", True, federal.body)
    assert one.path.read_bytes() == federal.data
    assert read(one).codes.tobytes() == federal.coverage.codes.tobytes()
    assert pair(Window.DAY, timezone.now()) is None  # the other party has released none


def test_another_file_under_its_name_is_never_kept(partner: WithAttachments, federal: Made) -> None:
    add(partner.log, federal, "a")
    partner.files[f"sha256:{digest_of(federal)}"] = federal.data[:-1] + b"x"
    with pytest.raises(AlteredEntryError):
        pulled(partner)
    assert [one.path.exists() for one in held()] in ([], [False])
    assert partner.receipt == b""
