"""Draw how catching up grows with the number of records, from tables that the other measurements printed.

    python -m bench.exchange_growth catch_up.txt pull.txt --out docs/images/exchange-growth.svg

The first is what ``bench/exchange_catch_up.py`` printed, the second what ``bench/exchange_pull.py`` did.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 360, 260, 60, 40, 90
Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """What is drawn: its name, its colour, and points."""

    name: str
    colour: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Panel:
    """One diagram, both its axes in powers of ten."""

    title: str
    left: float
    x: tuple[int, int]
    y: tuple[int, int]
    curves: Sequence[Curve]

    def at(self, point: Point) -> Point:
        """Return where a point lies on the paper."""
        across = (math.log10(point[0]) - self.x[0]) / (self.x[1] - self.x[0])
        up = (math.log10(point[1]) - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + across * WIDTH, TOP + (1 - up) * HEIGHT

    def drawn(self) -> list[str]:
        """Return it as elements of SVG."""
        parts = [text(self.left + WIDTH / 2, TOP - 18, self.title, "middle")]
        for power in range(self.x[0], self.x[1] + 1):
            across, _ = self.at((10**power, 10 ** self.y[0]))
            parts += [
                line(across, TOP, across, TOP + HEIGHT),
                text(across, TOP + HEIGHT + 16, f"{10**power:,}", "middle"),
            ]
        for power in range(self.y[0], self.y[1] + 1):
            _, up = self.at((10 ** self.x[0], 10**power))
            parts += [
                line(self.left, up, self.left + WIDTH, up),
                text(self.left - 6, up + 4, f"{10.0**power:,g}", "end"),
            ]
        for at, curve in enumerate(self.curves):
            parts += self._curve(curve, TOP + HEIGHT + 40 + 16 * at)
        return parts

    def _curve(self, curve: Curve, below: float) -> list[str]:
        at = [self.at(each) for each in curve.points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{curve.colour}"/>' for x, y in at]
        path = f'<polyline points="{joined}" fill="none" stroke="{curve.colour}" stroke-width="1.5"/>'
        key = f'<rect x="{self.left:.0f}" y="{below - 8:.0f}" width="10" height="10" fill="{curve.colour}"/>'
        return [path, *dots, key, text(self.left + 16, below, curve.name, "start")]


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a line of the grid."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#bbb" stroke-width="0.5"/>'


def text(x: float, y: float, words: str, anchor: str) -> str:
    """Return words."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def rows(file: Path) -> list[list[float]]:
    """Return the numbers of a printed table, row by row; ``1.5 + 3`` is one number, and so is ``62 (3)``."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip().replace(",", "") for cell in line.strip("| \n").split("|")] for line in lines]
    return [[number(cell) for cell in row] for row in cells if row[0].isdigit()]


def number(cell: str) -> float:
    """Return the number in a cell."""
    return sum(float(part.split()[0]) for part in cell.split("+"))


def drawing(catch_up: Sequence[Sequence[float]], pull: Sequence[Sequence[float]]) -> str:
    """Return the drawing. Columns are as the two measurements print them."""
    time = Panel("processors' time of both sides [s]", LEFT, (3, 6), (-1, 3), [
        Curve("two real centres, Python's start included", "#0b5394", [(row[0], row[4]) for row in catch_up]),
        Curve("HTTPS and checks alone, nothing kept but hashes", "#b45f06", [(row[0], row[2]) for row in pull]),
    ])  # fmt: skip
    memory = Panel("most memory [MB]", LEFT + WIDTH + GAP, (3, 6), (1, 3), [
        Curve("real centre that serves", "#38761d", [(row[0], row[5]) for row in catch_up]),
        Curve("real centre that catches up", "#0b5394", [(row[0], row[6]) for row in catch_up]),
        Curve("HTTPS and checks alone", "#b45f06", [(row[0], row[6]) for row in pull]),
    ])  # fmt: skip
    wide, high = LEFT + 2 * WIDTH + GAP + 50, TOP + HEIGHT + 90
    parts = "\n".join([*time.drawn(), *memory.drawn()])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" '
        f'font-size="12">\n'
        f'<rect width="{wide}" height="{high}" fill="white"/>\n{parts}\n</svg>\n'
    )


def main() -> None:
    """Draw."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("catch_up", type=Path)
    asked.add_argument("pull", type=Path)
    asked.add_argument("--out", type=Path, required=True)
    given = asked.parse_args()
    given.out.parent.mkdir(exist_ok=True)
    given.out.write_text(drawing(rows(given.catch_up), rows(given.pull)), encoding="utf-8")


if __name__ == "__main__":
    main()
