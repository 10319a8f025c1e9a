"""What is told of an entry, and its bytes on the wire (HTML Standard, section 9.2, server-sent events)."""

import json
from dataclasses import dataclass, field
from typing import Final

NOTHING_YET: Final = -1  # the place before the first


@dataclass(frozen=True, slots=True)
class Event:
    """That something was entered: where to look, not what it says.

    Attributes
    ----------
    place
        Its place in the journal.
    kind
        The record's kind without version.
    object
        What the record is about.
    party
        On whose behalf it was entered.
    topics
        What pages listen for.
    """

    place: int
    kind: str
    object: str
    party: str
    topics: tuple[str, ...] = ()
    wire: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told = {"kind": self.kind, "object": self.object, "party": self.party, "topics": list(self.topics)}
        # Made once and sent to everybody.
        object.__setattr__(self, "wire", message("entered", told, place=self.place))


def message(name: str, data: object, place: int | None = None) -> bytes:
    """Return one message: its name, its data as JSON in one line, the place to go on from."""
    head = "" if place is None else f"id: {place}\n"
    # Kept to ASCII: the only line ends are ours.
    return f"{head}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode("ascii")


def greeting(retry_s: float) -> bytes:
    """Return the first words of a stream: how long to wait before coming back."""
    return f"retry: {round(retry_s * 1000)}\n\n".encode("ascii")


def heartbeat(place: int) -> bytes:
    """Return a sign of life; its place spares a client that may see little a long way back."""
    return f": still here\nid: {place}\n\n".encode("ascii")


def pace(listening: int) -> bytes:
    """Tell how many pages listen, so that they do not all ask for what is new in the same instant."""
    return message("pace", {"listening": listening})


def missed(place: int) -> bytes:
    """Return the words for who has been away too long: read everything anew, and go on from ``place``."""
    return message("missed", {}, place=place)


def ended(why: str) -> bytes:
    """Return the last words of a stream, and why."""
    return message("ended", {"why": why})
