"""Which kinds of record this centre takes, who may write each, its rule, and how it becomes tables."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tansiq.centre.door.author import CENTRE_ITSELF, Author
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Content, Record
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to put down, before it is signed.

    Attributes
    ----------
    place
        Where it would stand.
    content
        What it would say; its body is of its kind's form.
    author
        Who asks.
    signer
        The key of an officer that signs it; None if the centre's does.
    """

    place: int
    content: Content
    author: Author
    signer: NoteSigner | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A record that stands in the journal.

    Attributes
    ----------
    place
        Its number.
    record
        Its bytes, read.
    author
        Who put it down.
    """

    place: int
    record: Record
    author: Author

    @property
    def content(self) -> Content:
        """What it says."""
        return self.record.content


def accept_anything(_asked: Asked) -> None:
    """Have no rule beyond the kind's form."""


def project_nothing(_entered: Entered) -> None:
    """Change no table."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How one kind is treated; see :func:`register`."""

    kind: str
    written_by: frozenset[str]
    check: Callable[[Asked], None]
    project: Callable[[Entered], None]


_RULES: Final[dict[str, Rules]] = {}
_FURTHER: Final[list[Callable[[Entered], None]]] = []
_LISTENERS: Final[list[Callable[[Entered], None]]] = []
_AUTHORISERS: Final[list[Callable[[Author], None]]] = []


def register(
    kind: str,
    *,
    written_by: Iterable[str],
    check: Callable[[Asked], None] = accept_anything,
    project: Callable[[Entered], None] = project_nothing,
) -> None:
    """Say how the centre treats a kind of record. Called once per kind, when the part that owns it is loaded.

    Parameters
    ----------
    kind
        Name without version.
    written_by
        Roles that may put it down.
    check
        Raises a :class:`~tansiq.centre.door.refusals.Refusal` if it may not be put down now. May read tables.
    project
        Writes the tables that show it, and nothing else: it is called again when tables are rebuilt.
    """
    known = _RULES.setdefault(kind, Rules(kind, frozenset(written_by), check, project))
    if known.project is not project:
        message = f"kind {kind} is registered twice"
        raise ValueError(message)


def rules_of(kind: str) -> Rules:
    """Return the rules of ``kind`` (name and version).

    Raises
    ------
    NotAllowedError
        No part of this centre knows it.
    """
    rules = _RULES.get(kind.partition("/")[0])
    if rules is None:
        raise NotAllowedError(N_("This centre keeps no records of kind %(kind)s."), kind=kind)
    return rules


def kinds() -> tuple[Rules, ...]:
    """Return the rules of every kind, in order of names."""
    return tuple(_RULES[name] for name in sorted(_RULES))


def also_project(projection: Callable[[Entered], None]) -> None:
    """Have ``projection`` called for every record, after its own kind's: in the same transaction, and in rebuilding.

    For what follows from any record, such as to whom it is released. It may depend on the record and on what stands at
    or before its place, and on nothing else.
    """
    if projection not in _FURTHER:
        _FURTHER.append(projection)


def project(entered: Entered) -> None:
    """Write every table that shows a record."""
    rules_of(entered.content.kind).project(entered)
    for further in _FURTHER:
        further(entered)


def listen(listener: Callable[[Entered], None]) -> None:
    """Have ``listener`` told of every record after it is durable. It must neither fail nor wait."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(entered: Entered) -> None:
    """Tell all listeners of a record."""
    for listener in _LISTENERS:
        listener(entered)


def authorise_by(authoriser: Callable[[Author], None]) -> None:
    """Have ``authoriser`` asked whether an account holds, now, the role it writes in; it raises if not."""
    _AUTHORISERS[:] = [authoriser]


def authorise(author: Author, rules: Rules) -> None:
    """Refuse an author whose role may not write such a record, or who does not hold that role.

    Raises
    ------
    NotAllowedError
        So it is; also while nothing has been set up that could say who holds what.
    """
    if author.role not in rules.written_by:
        template = N_("The role %(role)s may not put down records of kind %(kind)s.")
        raise NotAllowedError(template, role=author.role, kind=rules.kind)
    if author.role == CENTRE_ITSELF:
        if author.account != CENTRE_ITSELF:
            raise NotAllowedError(N_("Only the centre itself writes as the centre."))
        return
    if not _AUTHORISERS:
        raise NotAllowedError(N_("Nobody can say who holds which role in this centre."))
    _AUTHORISERS[0](author)
