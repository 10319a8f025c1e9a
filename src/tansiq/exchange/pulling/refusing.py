"""What shows that entries which are kept were not accepted: for the first of each fault among those kept at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tansiq.exchange.errors import ReplayError, RevokedPartnerKeyError
from tansiq.exchange.evidence import again_exhibits, entry_after_exhibits, entry_exhibits
from tansiq.exchange.evidence.exhibits import Exhibits
from tansiq.exchange.ports import Verified
from tansiq.exchange.pulling.memory import State
from tansiq.journal.tree import HashReader


@dataclass(frozen=True, slots=True)
class Showing:
    """By what a refused entry is shown.

    Attributes
    ----------
    head
        The head that commits to it, as it came.
    hashes
        Of the log, leading to that head.
    entry
        Gives any entry up to it by its place.
    state
        Its keyring and what it follows from.
    """

    head: bytes
    hashes: HashReader
    entry: Callable[[int], bytes]
    state: State

    def add(self, first: int, verified: Sequence[Verified]) -> list[Verified]:
        """Return the entries, the first of each fault with what shows it."""
        seen: set[str] = set()
        made = []
        for place, each in enumerate(verified, first):
            new = bool(each.refused) and each.fault not in seen
            seen.add(each.fault)
            made.append(replace(each, exhibits=self._exhibits(place, each)) if new else each)
        return made

    def _exhibits(self, place: int, refused: Verified) -> Exhibits:
        return (*self._shown((place, refused.entry), refused), *self.state.certificates())

    def _shown(self, placed: tuple[int, bytes], refused: Verified) -> Exhibits:
        """Show it with the entry that the refusal speaks of: the same one before, or what revoked the key."""
        earlier = dict(refused.refused_fields).get("place")
        if earlier is not None and refused.fault in {ReplayError.fault, RevokedPartnerKeyError.fault}:
            before = (int(earlier), self.entry(int(earlier)))
            if refused.fault == ReplayError.fault:
                return again_exhibits(self.head, before, placed, self.hashes)
            return entry_after_exhibits(self.head, placed, before, self.hashes)
        return entry_exhibits(self.head, *placed, self.hashes)
