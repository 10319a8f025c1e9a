"""Where the next posts, reaction elements and watches go, with a proven distance from the best there could be."""

from tansiq.siting.covering import Solution, maximal_covering

__all__ = ["Solution", "maximal_covering"]
