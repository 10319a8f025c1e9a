"""Two centres that differ only in what is not released to bar give bar the same bytes.

The commitment to the private journal is replaced by an ideal one, a fixed value; that real ones tell nothing is tested
in ``tests/exchange/heads``. Everything else is compared: entries, names of attachments, and every head with its time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tansiq.exchange.release import attachments
from tansiq.exchange.release.appending import signer_of
from tansiq.exchange.release_log import Publisher, follow
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles
from tansiq.journal.note import Checkpoint
from tansiq.journal.record import read_record
from tests.exchange.release.histories import RECEIVED, Told, histories
from tests.exchange.release.world import JOURNAL, NEXT_HQ, ROOTS, TO_BAR, World, certificate, later

EXAMPLES = 2000
EVERY_S = 60
TICK_S = 50
ENDS_S = 500
IDEAL = Checkpoint(JOURNAL, 1, bytes(32))
SECRET = bytes(32)


@dataclass(frozen=True)
class Seen:
    """Everything that bar can see."""

    entries: tuple[bytes, ...]
    attachments: tuple[str, ...]
    heads: tuple[bytes, ...]


class Telling:
    """A history told to a centre, and what bar saw of it."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = told
        self.world = World()
        self.world.ledger.receive(RECEIVED)
        self.effective: set[str] = set()
        self._files, self._heads = MemoryFiles(), list[bytes]()
        ticks = [(at_s, None) for at_s in range(TICK_S, ENDS_S, TICK_S)]
        for at_s, step in sorted([*((each.at_s, each) for each in told), *ticks], key=lambda each: each[0]):
            if step is None or self._enter(step):
                self._publish(at_s)

    def _enter(self, step: Told) -> bool:
        if step.record.digest == certificate("next_hq", "root", "centre").digest:
            self.world.by = NEXT_HQ
        items = self.world.enter(step.record)
        if items or step.of_bar:
            self.effective.add(step.record.digest)
        return bool(items)

    def _publish(self, at_s: int) -> None:
        rows = [item.entry for item in self.world.released]
        by = Publisher(TO_BAR, self.world.by, SECRET, write_roots(ROOTS))
        head = follow(self._files, rows, by, journal=IDEAL, now=later(at_s), every_s=EVERY_S)
        if head:
            self._heads.append(bytes(head))

    @property
    def seen(self) -> Seen:
        entries = tuple(item.entry for item in self.world.released)
        carried = (digest for entry in entries for digest in attachments(read_record(entry).content))
        return Seen(entries, tuple(carried), tuple(self._heads))

    def private(self, step: Told) -> bool:
        """Tell whether a step put nothing into bar's log, neither when it was taken nor later."""
        digest = step.record.digest
        return digest not in self.effective and digest not in self.world.digests

    def varied(self, step: Told) -> Told:
        """Return another step of which bar sees the same: withheld as this one is, and never released later."""
        if step.variant is None or step.record.digest in self.world.digests or self.private(step):
            return step
        return replace(step, record=step.variant)


def told_with(base: Sequence[Told], others: Collection[tuple[int, Told]]) -> Telling:
    """Tell ``base`` with ``others`` at their places, as many as do not become visible to bar."""
    while True:
        history = list(base)
        for at, step in others:
            history.insert(at, replace(step, at_s=history[min(at, len(history) - 1)].at_s if history else 0))
        run = Telling(history)
        visible = [each for each in others if not run.private(each[1])]
        if not visible:
            return run
        others = [each for each in others if each not in visible]


def speaks_of_key(step: Told, left_out: Collection[Told]) -> bool:
    """Tell whether a step is by or about a key whose certificate is left out: no journal could hold it."""
    keys = [str(each.record.content.body.get("key")) for each in left_out]
    label, _ = signer_of(step.record)
    return any(key.startswith((label, str(step.record.content.body.get("key", label)))) for key in keys)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), histories(least=0, most=6), st.randoms(use_true_random=False))
def test_what_is_not_released_to_bar_changes_nothing_that_bar_sees(
    told: list[Told], further: list[Told], chance: Random
) -> None:
    run = Telling(told)
    left_out = [step for step in told if run.private(step) and chance.random() < 0.5]
    base = [run.varied(step) for step in told if step not in left_out and not speaks_of_key(step, left_out)]
    there = {each.record.digest for each in told}
    others = [
        (chance.randrange(len(base) + 1), step)
        for step in further
        if step.record.digest not in there and step.record.content.kind != "adopted_agreement/1"
    ]
    changed = told_with(base, others)
    note(f"changed to {changed.told}")
    assert changed.seen == run.seen
