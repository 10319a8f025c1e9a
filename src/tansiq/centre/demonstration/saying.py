"""One event of the script as a record: what its author would have typed, put through the door by its part."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from tansiq.centre.demonstration.cast import JOINT, Cast
from tansiq.centre.demonstration.founding import officer_of
from tansiq.centre.door.author import Author
from tansiq.centre.door.registry import Entered
from tansiq.centre.duty import writing as duty
from tansiq.centre.partners import writing
from tansiq.centre.partners.models import Message, Received
from tansiq.domain.names import Names
from tansiq.exercise.script import Event, Place, fortnight
from tansiq.exercise.script.events import ACCURACY_M
from tansiq.language import LANGUAGES

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

Body = dict[str, "Json"]
# The language each party writes in; the script's other texts are translations somebody has checked.
WRITES_IN = {"federal": "ar", "regional": "ckb"}


class WaitingError(Exception):
    """What the event answers has not come from the partner yet."""


def say(event: Event, cast: Cast, played: Mapping[str, str], at: datetime | None) -> str:
    """Write an event down, and return the digest of its record.

    Parameters
    ----------
    event, cast
        What, and at which centre.
    played
        Digests of this centre's earlier events.
    at
        When it happened; None for now.

    Raises
    ------
    WaitingError
        It answers something that has not come yet.
    TansiqError
        It was refused.
    """
    author = officer_of(cast.seat(event.party, event.role)).author(event.role)
    entered = _WRITERS[event.kind](event, author, played, at)
    return entered.record.digest


def _message(event: Event, author: Author, played: Mapping[str, str], at: datetime | None) -> Entered:
    body = _message_body(event, at)
    if event.about:
        body["answers"] = played.get(event.about) or _came(event).digest
    return writing.send(body, event.to, author, event_at=at)


def _correct(event: Event, author: Author, played: Mapping[str, str], at: datetime | None) -> Entered:
    row = Message.objects.at(None).get(digest=played[event.about])
    changed = {
        name: value for name, value in _message_body(event, at).items() if name not in {"category", "precedence"}
    }
    return writing.correct(row, {**row.body, **changed}, event.to, author, event_at=at)


def _recall(event: Event, author: Author, played: Mapping[str, str], _at: datetime | None) -> Entered:
    return writing.recall(played[event.about], _texts(event.text), WRITES_IN[event.party], author)


def _release(event: Event, author: Author, played: Mapping[str, str], _at: datetime | None) -> Entered:
    return writing.release_late([played[event.about]], event.to, author, _texts(event.text))


def _acknowledge(event: Event, author: Author, _played: Mapping[str, str], _at: datetime | None) -> Entered:
    return writing.acknowledge(_came(event), "acknowledged", author)


def _confirm_recall(event: Event, author: Author, _played: Mapping[str, str], _at: datetime | None) -> Entered:
    row = _came(event)
    if row.state != "recalled":
        raise WaitingError
    return writing.acknowledge(row, "recall_confirmed", author)


def _duty(event: Event, author: Author, _played: Mapping[str, str], at: datetime | None) -> Entered:
    told = duty.moment(at or timezone.now())
    how: Body = {"told_at": told, "means": "phone"} if event.told else {}
    needs: list[Json] = [{"whom": whom, **how} for whom in event.whom]
    sender, means = _heard(event)
    body: Body = {
        "direction": "in", "from": sender, "to": event.centre, "means": means,
        "precedence": event.precedence, "state": "open", "need_to_know": needs, **_said(event),
    }  # fmt: skip
    if not event.whom:
        body |= {"nobody_further": True, "state": "closed"}
    elif event.told:
        body["state"] = "closed"
    return duty.new_item(duty.Said(body, at, at), author)


def _heard(event: Event) -> tuple[str, str]:
    """Return from whom a duty item came, and by what."""
    if not event.place:
        return "watch", "in_presence"
    return (f"{event.party[:3]}-hq", "phone") if event.centre == JOINT else ("post", "radio")


_WRITERS = {
    "message": _message,
    "correct": _correct,
    "recall": _recall,
    "release": _release,
    "acknowledge": _acknowledge,
    "confirm_recall": _confirm_recall,
    "duty": _duty,
}


def _message_body(event: Event, at: datetime | None) -> Body:
    body: Body = {"category": event.category, "precedence": event.precedence, **_said(event)}
    hours = {"starts_at": event.starts_h, "ends_at": event.ends_h, "acknowledge_by": event.acknowledge_h}
    since = at or timezone.now()
    return body | {
        name: duty.moment(since + timedelta(hours=count)) for name, count in hours.items() if count is not None
    }  # fmt: skip


def _said(event: Event) -> Body:
    """Return what every kind of text has: original, translations, place."""
    body: Body = {
        "original_language": WRITES_IN[event.party], "translation": "checked",
        ("summary" if event.kind == "duty" else "text"): _texts(event.text),
    }  # fmt: skip
    return body | ({"place": _place(event.place)} if event.place else {})


def _place(place: Place) -> "Json":
    return {"mgrs": place.mgrs, "name": _texts(place.names), "method": "map", "accuracy_m": ACCURACY_M}


def _texts(names: Names) -> Body:
    return {language: getattr(names, language) for language in LANGUAGES}


def _came(event: Event) -> Received:
    """Return what the event answers, as it came from the partner.

    Raises
    ------
    WaitingError
        It has not come yet.
    """
    about = next(each for each in fortnight() if each.id == event.about)
    rows = Received.objects.at(None).filter(origin=about.centre, kind__startswith="message/")
    found: Received | None = rows.filter(body__text__en=about.text.en).exclude(state="refused").order_by("index").last()
    if found is None:
        raise WaitingError
    return found
