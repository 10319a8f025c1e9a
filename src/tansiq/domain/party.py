"""The two parties. Neither is superior: order never carries meaning, and pages alternate it."""

from dataclasses import dataclass
from typing import Literal

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
