"""A centre's journal opened beside the log it released to bar."""

from dataclasses import dataclass, field

from tansiq.exchange.audit import AuditedRelease, Opening, audit_release, make_opening
from tansiq.exchange.heads import read_head
from tansiq.exchange.release_log import Publisher, follow
from tansiq.journal.audit import Finding
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles
from tansiq.journal.note import Checkpoint, NoteSigner, parse_checkpoint, parse_note
from tansiq.journal.record import Record
from tests.exchange.release.world import HQ, JOURNAL, ROOTS, TO_BAR, World, later, log_of

SECRET = bytes(range(32))


def head_of(files: MemoryFiles) -> Checkpoint:
    return parse_checkpoint(parse_note(files["checkpoint"]).text)


def release_log(entries: list[bytes], journal: Checkpoint, by: NoteSigner = HQ, origin: str = TO_BAR) -> MemoryFiles:
    files = MemoryFiles()
    follow(files, entries, Publisher(origin, by, SECRET, write_roots(ROOTS)), journal=journal, now=later(0), every_s=60)
    return files


@dataclass
class Opened:
    """What lies on the table at a joint audit."""

    journal: MemoryFiles
    released: MemoryFiles
    received: MemoryFiles | None = None
    told: list[Finding] = field(default_factory=list)

    @property
    def opening(self) -> Opening:
        return make_opening(SECRET, read_head(parse_note(self.released["checkpoint"]).text), head_of(self.journal))

    def audit(self, opening: Opening | None = None) -> AuditedRelease:
        return audit_release(
            self.journal, self.released, opening or self.opening, ROOTS, received=self.received, tell=self.told.append
        )  # fmt: skip

    @property
    def words(self) -> str:
        return "\n".join(finding.words("en") for finding in self.told)


def opened(world: World, entries: list[bytes] | None = None, by: NoteSigner = HQ) -> Opened:
    """Put on the table what the centre has; ``entries`` in place of what it should have released."""
    journal = log_of([record.entry for record in world.journal], JOURNAL, by)
    released = [item.entry for item in world.released] if entries is None else entries
    return Opened(journal, release_log(released, head_of(journal), by))


def entries_of(records: list[Record]) -> list[bytes]:
    return [record.entry for record in records]
