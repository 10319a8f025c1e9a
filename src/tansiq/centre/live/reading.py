"""Who may know that something was entered, and what pages listen for.

A role that may not read a thing is not told that it came to be. A kind that is not listed here is told to nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.live.event import Event

WATCH: Final = frozenset({"viewer", "duty_officer", "planner", "information_officer", "signatory"})
EVERYBODY: Final = WATCH | {"administrator"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How entries of one kind are told.

    Attributes
    ----------
    topics
        What pages that show them listen for, beside the kind's own name.
    roles
        Which roles are told.
    own_party
        Whether only officers of the record's party are told.
    """

    topics: tuple[str, ...]
    roles: frozenset[str]
    own_party: bool = False


_DUTY: Final = Reading(("duty",), WATCH)
_AGREEMENT: Final = Reading(("agreement",), WATCH)
_ACCOUNTS: Final = Reading(("accounts",), frozenset({"administrator"}), own_party=True)
_PARTNERS: Final = Reading(("partners",), WATCH)
_KEYS: Final = Reading(("keys",), EVERYBODY)
READINGS: Final[Mapping[str, Reading]] = {
    "access": _ACCOUNTS,
    "account": _ACCOUNTS,
    "acknowledgement": _PARTNERS,
    "adopted_agreement": Reading(("partners", "agreement"), WATCH),
    "agreement_text": _AGREEMENT,
    "coverage": _PARTNERS,
    "course": Reading(("planning",), WATCH),
    "decision_proposal": _AGREEMENT,
    # A watch handover is signed by the same kind of record.
    "decision_signature": Reading(("agreement", "duty"), WATCH),
    "duty_log_entry": _DUTY,
    "exchange_alarm": _PARTNERS,
    "export": Reading(("planning",), WATCH, own_party=True),
    "key_certificate": _KEYS,
    "key_revocation": _KEYS,
    "message": _PARTNERS,
    "recall": _PARTNERS,
    "receipt": _PARTNERS,
    "received": _PARTNERS,
    "release": _PARTNERS,
    "report_agreement": _DUTY,
    "reservation": Reading(("agreement", "duty"), WATCH),
    "retention": _KEYS,
    "situation_report": _DUTY,
    "watch_handover": _DUTY,
    "withheld": _PARTNERS,
}


def event_of(place: int, kind: str, about: str, party: str) -> Event:
    """Return the event of an entry; ``kind`` with its version."""
    name = kind.partition("/")[0]
    reading = READINGS.get(name)
    return Event(place, name, about, party, (name, *reading.topics) if reading else (name,))


def may_know(officer: Officer, event: Event) -> bool:
    """Tell whether an officer may know of an event: asked for every stream, so of what is at hand alone."""
    reading = READINGS.get(event.kind)
    if reading is None or officer.roles.isdisjoint(reading.roles):
        return False
    return not reading.own_party or officer.party == event.party
