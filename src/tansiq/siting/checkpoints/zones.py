"""Where further points of a front may still lie: the search region of three figures, all wanted small.

Each zone is what lies below one corner in every figure. A new point of the front cuts every zone that holds it into
three at most; zones inside others are dropped (Klamroth, Lacour and Vanderpooten 2015, On the representation of the
search region in multi-objective optimization, European Journal of Operational Research 245).
"""

from dataclasses import dataclass, field

Corner = tuple[int, int, int]


@dataclass
class Zones:
    """The zones that are left.

    Attributes
    ----------
    ideal
        No point is lower than this in any figure.
    corners
        A point that is not known yet lies strictly below one of these in every figure.
    """

    ideal: Corner
    corners: list[Corner] = field(default_factory=list)

    def widest(self) -> Corner:
        """Return the corner of the zone with the largest volume; of equals the lowest."""
        whole = [max(1, max(corner[k] for corner in self.corners) - self.ideal[k]) for k in range(3)]

        def size(corner: Corner) -> float:
            a, b, c = ((corner[k] - self.ideal[k]) / whole[k] for k in range(3))
            return a * b * c

        return min(self.corners, key=lambda corner: (-size(corner), corner))

    def drop(self, corner: Corner) -> None:
        """Leave out a zone in which there is nothing."""
        self.corners.remove(corner)

    def add(self, point: Corner) -> None:
        """Leave out what ``point`` is no worse than."""
        kept, cut = [], []
        for corner in self.corners:
            if all(a < b for a, b in zip(point, corner, strict=True)):
                cut += self._parts(corner, point)
            else:
                kept.append(corner)
        self.corners = _largest(kept + cut)

    def _parts(self, corner: Corner, point: Corner) -> list[Corner]:
        parts = []
        for k in range(3):
            if point[k] > self.ideal[k]:
                part = list(corner)
                part[k] = point[k]
                parts.append((part[0], part[1], part[2]))
        return parts


def _largest(corners: list[Corner]) -> list[Corner]:
    """Return the corners that no other one covers, each once."""
    kept: list[Corner] = []
    for corner in sorted(set(corners), reverse=True):
        if not any(all(a <= b for a, b in zip(corner, other, strict=True)) for other in kept):
            kept.append(corner)
    return kept
