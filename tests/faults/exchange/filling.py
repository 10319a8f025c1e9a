"""Fill a centre of the exercise with released messages: ``python -m tests.faults.exchange.filling FOLDER COUNT``.

Written with the door's own parts and real signatures, projected as always, but many in one transaction. The words are
those of the exercise's fortnight, in three languages, with the place each was at; one in ten is a correction.
"""
# ruff: noqa: PLC0415 - models can be imported only when Django is loaded

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from tansiq.exercise.script import Event, fortnight

AT_ONCE = 1000
CORRECTED = 10
MESSAGES = [each for each in fortnight() if each.kind == "message"]


def body_of(event: Event, number: int) -> dict[str, Any]:
    """Return what a message says: the words of one of the fortnight's, and a number that makes it another."""
    said = {"en": f"{event.text.en} ({number})", "ar": event.text.ar, "ckb": event.text.ckb}
    place = event.place
    where = {} if place is None else {
        "place": {"mgrs": place.mgrs, "name": {"en": place.names.en}, "method": "map", "accuracy_m": 100}
    }  # fmt: skip
    return {
        "category": event.category, "precedence": event.precedence, "text": said, "original_language": "ar",
        "translation": "checked", **where,
    }  # fmt: skip


def contents(begin: datetime) -> Iterator[tuple[Any, bool]]:
    """Yield what records say, and whether each corrects the one before."""
    from tansiq.centre.demonstration.cast import cast_of
    from tansiq.centre.door.keys import identity
    from tansiq.centre.partners.lot import drawn
    from tansiq.journal.record import Content

    cast, number, name = cast_of(identity().name), 0, ""
    while True:
        party = cast.parties[number // CORRECTED % len(cast.parties)]
        other = "regional" if party == "federal" else "federal"
        corrects = number % CORRECTED == CORRECTED - 1
        name = name if corrects else drawn("msg")
        at = begin + timedelta(milliseconds=number)
        yield Content(
            kind="message/1", object=name, body=body_of(MESSAGES[number % len(MESSAGES)], number),
            author_role="duty_officer", author=cast.seat(party, "duty_officer").account, party=party,
            centre=cast.name, event_at=at, received_at=at, entered_at=at, marking={"releasable_to": [other]},
        ), corrects  # fmt: skip
        number += 1


def fill(count: int) -> None:
    """Put so many messages into the loaded centre's journal and tables."""
    from django.utils import timezone

    from tansiq.centre.door import moments
    from tansiq.centre.door.keys import identity
    from tansiq.centre.door.publishing import publish
    from tansiq.domain.time import LOCAL_ZONE

    assert identity().fictional
    # In the past, so that the clock is not behind the last of them.
    begin = timezone.now().astimezone(LOCAL_ZONE).replace(microsecond=0)
    saying, last = contents(begin), None
    for _ in range(0, count, AT_ONCE):
        last = _put(list(islice(saying, min(AT_ONCE, count))), moments.size(), last)
        count -= AT_ONCE
    publish()


def _put(said: list[tuple[Any, bool]], first: int, before: Any) -> Any:  # noqa: ANN401 - a record, or None
    """Put records down in one transaction, and return the last."""
    from dataclasses import replace

    from tansiq.centre.door import keys
    from tansiq.centre.door.author import Author
    from tansiq.centre.door.gate import projecting
    from tansiq.centre.door.models import Entry
    from tansiq.centre.door.putting import entry_row
    from tansiq.centre.door.registry import Entered, project
    from tansiq.centre.door.store import exclusively
    from tansiq.journal.record import sign_record

    signer = keys.centre_signer()
    with exclusively():
        kept = Entry.objects.get(place=first - 1).kept_at
        for place, (content, corrects) in enumerate(said, first):
            record = sign_record(replace(content, supersedes=before.digest if corrects else None), signer)
            entered = Entered(place, record, Author(content.author, content.party, content.author_role))
            row = entry_row(entered, kept)
            row.save(force_insert=True)
            before, kept = record, row.kept_at
            with projecting(entered):
                project(entered)
    keys.forget_keyring()
    return before


def main(folder: Path, count: int) -> None:
    """Fill."""
    from tansiq.cli import centre_site

    centre_site.load(folder)
    fill(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
