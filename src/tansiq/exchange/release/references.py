"""Which other records a record speaks of."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tansiq.journal.json_strict import Json
from tansiq.journal.record import Content

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_FILES: Final = "attachments"  # named by the hash of their bytes, not by a record's
# What else a kind names by the hash of a file; in no other kind does such a field pass unnoticed.
_ALSO_FILES: Final[Mapping[str, frozenset[str]]] = {"coverage/1": frozenset({"ground"})}
ANSWERS: Final = "answers"


def references(content: Content) -> frozenset[str]:
    """Return the digests of all records that a record names, wherever in its body, and of what it supersedes.

    Whatever has the form of a digest counts, so that a kind that is added later cannot name one unnoticed.
    """
    files = {_FILES} | _ALSO_FILES.get(content.kind, frozenset())
    body = {key: value for key, value in content.body.items() if key not in files}
    superseded = {content.supersedes} if content.supersedes else set()
    return frozenset({*superseded, *_digests(body)})


def attachments(content: Content) -> tuple[str, ...]:
    """Return the digests of the files a record carries along, ``sha256:`` and 64 digits each."""
    carried = content.body.get(_FILES)
    listed = carried if isinstance(carried, list) else []
    return tuple(str(each["digest"]) for each in listed if isinstance(each, dict))


def _digests(value: Json) -> Iterator[str]:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in below:
        yield from _digests(each)
