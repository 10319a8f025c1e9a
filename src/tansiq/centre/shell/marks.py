"""Marks that tell states apart by shape and word, never by colour alone."""

from collections.abc import Iterator
from typing import Final

from tansiq.language import N_

GROUP_LETTERS: Final = 8  # as on paper and in what `tansiq verify` prints, so that they can be compared
HASH_NAME: Final = "sha256:"

# Precedence, the most urgent first: its word and its shape.
PRECEDENCES: Final = {
    "flash": (N_("Flash"), "bolt"),
    "immediate": (N_("Immediate"), "triangle"),
    "priority": (N_("Priority"), "diamond"),
    "routine": (N_("Routine"), "ring"),
}
# States of decisions, notices and items that parts of the centre use; what is not here is a plain ring.
SHAPES: Final = {
    "draft": "dashed",
    "proposed": "ring",
    "signed_by_one": "half",
    "awaiting_receipt": "three_quarters",
    "agreed": "full",
    "in_effect": "check",
    "ended": "square",
    "lapsed": "dashed",
    "withdrawn": "cross",
    "refused": "cross",
    "countered": "arrows",
    "superseded": "square",
    "open": "ring",
    "told": "half",
    "closed": "check",
    "overdue": "triangle",
}


def shape_of(state: str) -> str:
    """Return the shape of a state, given by its key or as a shape's own name."""
    return SHAPES.get(state, state if state in KNOWN else "ring")


KNOWN: Final = frozenset(SHAPES.values()) | {shape for _, shape in PRECEDENCES.values()}


def digest_groups(digest: str) -> Iterator[str]:
    """Yield a digest in groups that a person can compare aloud; the name of the hash is a group of its own."""
    rest = digest.removeprefix(HASH_NAME)
    if rest != digest:
        yield HASH_NAME
    yield from (rest[start : start + GROUP_LETTERS] for start in range(0, len(rest), GROUP_LETTERS))
