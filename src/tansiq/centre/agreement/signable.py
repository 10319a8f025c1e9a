"""What both parties can sign beside proposals: each part says for its own kind what a signature needs and does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.door.registry import Asked, Entered
from tansiq.journal.record import Record
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Signable:
    """How signatures under one kind of record are treated; see :func:`signable`."""

    check: Callable[[Asked, Record], None]
    project: Callable[[Entered, Record], None]


_SIGNABLE: Final[dict[str, Signable]] = {}


def signable(kind: str, *, check: Callable[[Asked, Record], None], project: Callable[[Entered, Record], None]) -> None:
    """Let records of ``kind`` (a name without version) be signed by decision signatures.

    Parameters
    ----------
    kind
        What is signed.
    check
        Raises if this signature may not be put now. Called with what is asked and the record to be signed.
    project
        Shows the signature in tables.
    """
    _SIGNABLE[kind] = Signable(check, project)


def how_signed(record: Record) -> Signable:
    """Return how signatures under ``record`` are treated.

    Raises
    ------
    NotAllowedError
        Records of its kind are not for signing.
    """
    name = record.content.kind.partition("/")[0]
    if name not in _SIGNABLE:
        raise NotAllowedError(N_("Records of kind %(kind)s are not signed by both parties."), kind=record.content.kind)
    return _SIGNABLE[name]
