"""Messages written one after another, each told once it is acknowledged.

    python -m tests.faults.exchange.saying FOLDER COUNT SEED [PACE_S]

One in four is marked for nobody: it is "held", and must never be seen anywhere else; the others are "released".
"""
# ruff: noqa: PLC0415, S311 - models can be imported only when Django is loaded; chance here protects nothing

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HELD = "Held at home"


def messages(seed: int) -> Iterator[tuple[str, str]]:
    """Put messages down for ever; yield what became of each, and its digest."""
    from tansiq.centre.demonstration.cast import cast_of
    from tansiq.centre.demonstration.founding import officer_of
    from tansiq.centre.door.keys import identity
    from tansiq.centre.partners import writing

    cast, chance, number = cast_of(identity().name), random.Random(seed), 0
    authors = {party: officer_of(cast.seat(party, "duty_officer")).author("duty_officer") for party in cast.parties}
    while True:
        party, held = chance.choice(cast.parties), chance.random() < 0.25
        other = "regional" if party == "federal" else "federal"
        body = message(f"{HELD if held else 'Road open'}, {seed}-{number}.", chance)
        entered = writing.send(body, [] if held else [other], authors[party])
        yield "held" if held else "released", entered.record.digest
        number += 1


def message(text: str, chance: random.Random) -> dict[str, object]:
    """Return the body of a message."""
    return {
        "category": "information", "precedence": chance.choice(("flash", "priority", "routine")), "text": {"en": text},
        "original_language": "en", "translation": "none",
    }  # fmt: skip


def write(pipe: int, seed: int, count: int | None = None, pace_s: float = 0.0) -> None:
    """Put messages down, saying of each what became of it once it is acknowledged."""
    for number, (state, digest) in enumerate(messages(seed), 1):
        os.write(pipe, f"{state} {digest}\n".encode())
        if number == count:
            return
        time.sleep(pace_s)


def main(folder: Path, count: int, seed: int, pace_s: float = 0.0) -> None:
    """Write in a founded centre."""
    from tansiq.cli import centre_site

    centre_site.load(folder)
    write(sys.stdout.fileno(), seed, count, pace_s)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(float, sys.argv[4:]))
