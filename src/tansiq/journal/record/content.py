"""What a record says about itself: the fields common to every kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.journal.errors import ContentError
from tansiq.journal.json_strict import Json, canonical, read_canonical
from tansiq.journal.letters import hidden_letter
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.times import read_time, write_time
from tansiq.language import N_

AUTHOR_ROLES: Final = frozenset(
    {
        "administration_clerk", "administrator", "centre", "complaints_focal_point", "director", "duty_officer",
        "information_officer", "liaison_officer", "mine_action_liaison", "planner", "root", "signatory", "translator",
    }
)  # fmt: skip
_TIMES: Final = ("event_at", "received_at", "entered_at")
_REQUIRED: Final = frozenset({"author_role", "body", "centre", "kind", "object", "party", *_TIMES})
_OPTIONAL: Final = frozenset({"author", "marking", "supersedes"})
_SHAPES: Final = {
    "author": re.compile(r"[a-z0-9][a-z0-9._-]{0,63}"),
    "centre": re.compile(r"[a-z0-9][a-z0-9-]{0,63}"),
    "kind": re.compile(r"[a-z][a-z0-9_]{0,63}/[1-9][0-9]{0,3}"),
    "object": re.compile(r"[a-z0-9][a-z0-9._-]{0,127}"),
    "party": re.compile(r"[a-z0-9][a-z0-9-]{0,63}"),
    "supersedes": re.compile(r"sha256:[0-9a-f]{64}"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a record.

    Attributes
    ----------
    kind
        Name and version of its schema, ``duty_log_entry/1``.
    object
        What it is about.
    body
        What the kind's schema says.
    author_role, party, centre
        In what role, for whom and where it was written.
    event_at, received_at, entered_at
        When it happened (or takes effect), when the centre was told, when it was entered; aware.
    marking
        As it stands; :func:`~tansiq.journal.record.releasable_to` reads it. None if absent.
    supersedes
        Digest of the record it corrects or continues, ``sha256:...``; None if none.
    author
        Account that put it down: a function's name such as ``duty-1``, never a person's. None if no account did.
    """

    kind: str
    object: str
    body: Mapping[str, Json]
    author_role: str
    party: str
    centre: str
    event_at: datetime
    received_at: datetime
    entered_at: datetime
    marking: Json = None
    supersedes: str | None = None
    author: str | None = None

    def __bytes__(self) -> bytes:
        """Return the bytes to sign, made once: a record that is read keeps the bytes it came with."""
        fields: dict[str, Json] = {
            "author_role": self.author_role, "body": dict(self.body), "centre": self.centre, "kind": self.kind,
            "object": self.object, "party": self.party,
        }  # fmt: skip
        fields |= {name: write_time(getattr(self, name)) for name in _TIMES}
        fields |= {name: getattr(self, name) for name in _OPTIONAL if getattr(self, name) is not None}
        return canonical(fields)


def read_content(data: bytes, limits: Limits = LIMITS) -> Content:
    """Read a record's content. The body is not held against its kind's schema here: an unknown kind can still be kept.

    Raises
    ------
    ContentError
        A field is missing, unknown, or not of its form; or a text holds a control or reordering character.
    BadTimeError, NoZoneError
        A time is none, or has no zone.
    TooLargeError, NotJsonError, NotCanonicalError ...
        As :func:`~tansiq.journal.json_strict.read_canonical` says.
    """
    fields = read_canonical(data, limits)
    if not isinstance(fields, dict):
        raise ContentError(N_("A record's content must be one JSON object."))
    missing, unknown = _REQUIRED - fields.keys(), fields.keys() - _REQUIRED - _OPTIONAL
    if missing or unknown:
        template = N_("The record lacks fields (%(missing)s) or has unknown ones (%(unknown)s).")
        raise ContentError(template, missing=", ".join(sorted(missing)), unknown=", ".join(sorted(unknown))[:200])
    if b"\\" in data or hidden_letter(data.decode()):  # without an escape, what no part of it holds no text holds
        check_letters(fields)
    texts = {name: _text(fields, name) for name in fields.keys() - {"body", "marking"}}
    body = fields["body"]
    if not isinstance(body, dict):
        raise ContentError(N_("The record's field %(field)s is not of its form."), field="body")
    if "marking" in fields and fields["marking"] is None:
        raise ContentError(N_("The record's field %(field)s is not of its form."), field="marking")
    event_at, received_at, entered_at = (read_time(texts[name]) for name in _TIMES)
    if received_at > entered_at:
        raise ContentError(N_("The record was entered before it was received."))
    return Content(
        kind=texts["kind"], object=texts["object"], body=body, author_role=texts["author_role"], party=texts["party"],
        centre=texts["centre"], event_at=event_at, received_at=received_at, entered_at=entered_at,
        marking=fields.get("marking"), supersedes=texts.get("supersedes"), author=texts.get("author"),
    )  # fmt: skip


def _text(fields: Mapping[str, Json], name: str) -> str:
    value = fields[name]
    fits = isinstance(value, str) and (name not in _SHAPES or bool(_SHAPES[name].fullmatch(value)))
    if not fits or (name == "author_role" and value not in AUTHOR_ROLES):
        raise ContentError(N_("The record's field %(field)s is not of its form."), field=name)
    return str(value)


def check_letters(value: Json) -> None:
    """Refuse texts that show something else than they hold.

    Raises
    ------
    ContentError
        A control character other than newline and tab, or one that reorders the letters around it.
    """
    if isinstance(value, dict):
        for key, below in value.items():
            check_letters(key)
            check_letters(below)
    elif isinstance(value, list):
        for below in value:
            check_letters(below)
    elif isinstance(value, str) and (code := hidden_letter(value)):
        raise ContentError(
            N_("A text holds the character %(code)s, which does not show or reorders others."), code=code
        )
