"""What one round leaves for the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tansiq.errors import TansiqError
from tansiq.exchange.evidence.exhibits import Exhibits, numbered
from tansiq.exchange.ports import Inbox
from tansiq.exchange.pulling.attachments import Wanted, named_in
from tansiq.exchange.pulling.edge import Edge
from tansiq.journal.keys import Keyring, Roots
from tansiq.journal.record import read_record


@dataclass(slots=True)
class State:
    """What is known of a partner's log between two rounds, all of which follows from what is kept.

    Attributes
    ----------
    edge
        The tree of the entries that are kept.
    keyring
        Who may sign in that log, by what is kept of it.
    about_keys
        Place and bytes of the certificates and revocations it follows from.
    pending
        Entries that came after those and belong to no verified tile yet; unverified.
    wanted
        Attachments that kept records name and that were not fetched yet.
    ahead
        Certificates that were read ahead to find who signed the last head: it may be they alone that show it.
    """

    edge: Edge
    keyring: Keyring
    about_keys: list[tuple[int, bytes]]
    pending: list[bytes] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)
    ahead: list[bytes] = field(default_factory=list)

    def certificates(self) -> Exhibits:
        """Return what is known of who may sign, as exhibits: evidence of a fault may need what is not kept yet."""
        return numbered([*(entry for _, entry in self.about_keys), *self.ahead])


class Memory:
    """What a process keeps of one partner from round to round. A new one costs reading the hashes of what is kept.

    Attributes
    ----------
    state
        None if it has to be made again.
    handed
        The cosigned head that the partner has confirmed to have; empty if that is not known.
    """

    def __init__(self) -> None:
        self.state: State | None = None
        self.handed = b""

    def take(self, inbox: Inbox, roots: Roots, accepted: int) -> State:
        """Return the state, which is gone until it is put back: a round that fails half-way leaves none behind.

        Parameters
        ----------
        inbox
            What is kept.
        roots
            Of the origin's parties.
        accepted
            Size of the last head that was cosigned: attachments of later entries may not have been fetched.
        """
        state, self.state = self.state, None
        if state is not None and state.edge.size == inbox.kept().size:
            return state
        return _made_again(inbox, roots, accepted)


def _made_again(inbox: Inbox, roots: Roots, accepted: int) -> State:
    about_keys = list(inbox.about_keys())
    made = State(Edge(inbox.leaves()), keyring_of(roots, about_keys), about_keys)
    made.wanted.update(_named(inbox, accepted, made.edge.size))
    return made


def keyring_of(roots: Roots, about_keys: list[tuple[int, bytes]]) -> Keyring:
    """Return a keyring that has learnt what records say about keys; what it refused once, it refuses again."""
    keyring = Keyring(roots, whole=False)
    for place, entry in about_keys:
        try:
            keyring.admit(place, read_record(entry))
        except TansiqError:  # kept as refused, and told when it came: it changes nothing about keys
            continue
    return keyring


def _named(inbox: Inbox, first: int, end: int) -> Iterator[tuple[str, int]]:
    for index in range(first, end):
        entry = inbox.entry(index)
        try:
            yield from named_in(read_record(entry).content) if entry else ()
        except TansiqError:  # kept as refused, and told when it came
            continue
