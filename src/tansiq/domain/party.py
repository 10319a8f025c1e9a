"""The two parties. Neither is superior: order never carries meaning, and pages alternate it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from tansiq.domain.names import Names

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two forces under the agreement.

    Attributes
    ----------
    id
        Short stable key, such as ``federal``; lower-case ASCII letters, digits and hyphens.
    names
        What people call it.
    side
        The side of the seam it stands on, looking along the seam from its first kilometre; None if unknown.
    """

    id: str
    names: Names
    side: Side | None = None


KNOWN: Final[Mapping[str, Party]] = MappingProxyType(
    {
        "federal": Party("federal", Names("Federal forces", "القوات الاتحادية", "هێزە فیدراڵییەکان")),
        "regional": Party("regional", Names("Peshmerga", "البيشمركة", "پێشمەرگە")),
    }
)
"""The two parties by key: each is called the same, and marked the same, in every centre, also in the other's own."""
