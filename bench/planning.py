"""A post dragged on the planning page: how long from its new place to the bytes the page takes.

    python bench/planning.py --keep FOLDER [--cell 500] [--moves 9]

On the sketched ground and the exercise's forces. Each move is another post, about a kilometre. Timed: the live
picture (gaps, states, curve; no remedy ledger), its figures, the states as PNG, and the three together, which is what
the page's worker does while a post is dragged; then the document with shapes and words in three languages, made once
the post is let go. Beside it, in the same run, the picture computed from nothing.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import django
from django.conf import settings

settings.configure(USE_I18N=True)
django.setup()

import tansiq.exercise  # noqa: E402 - Django must be set up before pages' modules are loaded
import tansiq.exercise.sketch  # noqa: E402
from tansiq.centre.picture.encoding import encode  # noqa: E402
from tansiq.centre.picture.scene import Scene  # noqa: E402
from tansiq.centre.planning.changes import moved  # noqa: E402
from tansiq.centre.planning.computing import CourseComputer  # noqa: E402
from tansiq.domain.course import Course  # noqa: E402
from tansiq.domain.names import Names  # noqa: E402
from tansiq.domain.time import Window  # noqa: E402
from tansiq.gaps import picture  # noqa: E402

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return how long ``work`` takes [s], and what it gives."""
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def main() -> None:
    """Measure, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cell", type=float, default=500.0, help="cell size of the sketched ground [m]")
    asked.add_argument("--moves", type=int, default=9)
    asked.add_argument("--keep", required=True, help="folder for the ground; built if it is not there")
    given = asked.parse_args()
    if not Path(given.keep).is_dir():
        tansiq.exercise.sketch.build(given.keep, cell_m=given.cell)
    ground = tansiq.ground.open(given.keep)
    scene = Scene(ground, tansiq.exercise.laydown(ground))
    computer, empty = CourseComputer(scene), Course("", Names())
    computer.picture(empty, Window.DAY, lambda *_: None)
    names = ("live picture", "figures", "PNG", "while dragged", "with words", "from nothing")
    rows: dict[str, list[float]] = {name: [] for name in names}
    for post in scene.laydown.posts[5 : 5 + given.moves]:
        course = moved(empty, scene.laydown, post.id, post.lon_deg + 0.008, post.lat_deg + 0.006)
        live_s, made = timed(lambda course=course: computer.picture(course, Window.DAY, lambda *_: None))
        figures_s, _ = timed(lambda made=made: encode(computer.figures(made)))
        words_s, _ = timed(lambda made=made: encode(computer.document(made)))
        png_s, _ = timed(lambda made=made: computer._warp.png(made.state))  # noqa: SLF001 - its own stage
        plain_s, _ = timed(lambda course=course: picture(ground, course.on(scene.laydown), ledger=False))
        found = live_s, figures_s, png_s, live_s + figures_s + png_s, words_s, plain_s
        for name, seconds in zip(rows, found, strict=True):
            rows[name].append(seconds)
    print(f"{ground.grid.rows} x {ground.grid.cols} cells of {ground.grid.cell_m:g} m, {given.moves} moves, "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip
    for name, seconds in rows.items():
        print(f"{name:>14}: median {1000 * statistics.median(seconds):6.0f} ms, longest {1000 * max(seconds):6.0f} ms")


if __name__ == "__main__":
    main()
