"""A partner whose log lies in files, with real keys, and what this centre does with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tansiq.centre.door.keys import centre_signer
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm
from tansiq.centre.partners.terms import last_in_force, roots_of
from tansiq.exchange.evidence import Checked, check_evidence
from tansiq.exchange.pulling import Memory, Pulled, pull
from tansiq.exchange.release_log import Publisher
from tansiq.exchange.release_log.publishing import follow
from tansiq.journal.log import Folder
from tansiq.journal.note import Checkpoint
from tansiq.journal.tree import EMPTY_ROOT
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog


class AsFiles:
    """The partner's log as it would serve it; implements the exchange's Transport."""

    def __init__(self, log: PartnerLog, folder: Path) -> None:
        self.log, self.folder = log, folder
        self.receipt = b""
        self.spoilt: dict[int, bytes] = {}

    def publish(self) -> None:
        by = Publisher(self.log.origin, self.log.signer, bytes(32), b"roots\n")
        journal = Checkpoint("local/federal-hq/journal", 0, EMPTY_ROOT)
        follow(Folder(self.folder), self.log.entries, by, journal=journal, now=timezone.now(), every_s=60)

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
        del beyond, wait_s
        return Folder(self.folder).read("checkpoint", 16_384)

    def tile(self, name: str, most_bytes: int) -> bytes:
        return Folder(self.folder).read(name, most_bytes)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        for index in range(first, end):
            yield self.spoilt.get(index, self.log.entries[index])

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        raise NotImplementedError

    def give_receipt(self, note: bytes) -> None:
        self.receipt = note

    def our_receipt(self) -> bytes:
        return b""


def one_round(partner: AsFiles, memory: Memory | None = None) -> Pulled:
    return pull(
        partner, TableInbox(FEDERAL_HQ), origin=partner.log.origin, roots=roots_of(FEDERAL_HQ),
        cosigner=centre_signer(), now=timezone.now, terms=last_in_force(timezone.now()), memory=memory,
    )  # fmt: skip


def written(partner: AsFiles, letter: str, text: str) -> None:
    at = linked.AT + timedelta(minutes=len(partner.log.entries))
    partner.log.add("message/1", linked.message(text, precedence="flash"), object="msg-" + letter * 16, at=at,
                    marking={"releasable_to": ["regional"]})  # fmt: skip
    partner.publish()


def checked(centre: Founded, alarm: Alarm) -> Checked:
    """What somebody who has all roots makes of an alarm's file."""
    data = (centre.identity.folder / "evidence" / alarm.evidence.removeprefix("sha256:")).read_bytes()
    return check_evidence(data, {party: (root.signer.key,) for party, root in centre.roots.items()})
