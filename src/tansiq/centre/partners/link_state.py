"""How the links stand: when each partner was heard last, and what went wrong since. One small file, in no journal.

``exchange/links.json`` in the centre's folder, written by the process that runs the exchange and read by every page and
by ``tansiq exchange status``. A file, not a table: it changes several times a minute, says nothing that must last, and
must not wait for the door, nor make it wait. Whoever reads it judges by the clock how old it is.
"""

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tansiq.centre.door.keys import identity

_FILE: Final = "exchange/links.json"
_AT: Final = frozenset({"tried_at", "heard_at", "word_at", "failed_since", "written_at"})
KEPT_DIFFERENCES: Final = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """One partner's link, as this centre sees it.

    Attributes
    ----------
    tried_at, heard_at
        When it was asked last, and when it answered last.
    word_at
        When a new head of its log came: it is to sign one at least every so often.
    failed_since
        Since when it does not answer; None while it does.
    why
        What it fails by, by language; empty while it does not.
    behind_s
        How far its clock seems to be behind ours [s]: the least of the last heads' ages on arrival; a negative figure
        is a clock that runs ahead. None if not known.
    differences_s
        Those ages, the last ones.
    blocked
        Why nothing is released to it, by language; empty if it is.
    """

    tried_at: datetime | None = None
    heard_at: datetime | None = None
    word_at: datetime | None = None
    failed_since: datetime | None = None
    why: Mapping[str, str] | None = None
    behind_s: float | None = None
    differences_s: tuple[float, ...] = ()
    blocked: Mapping[str, str] | None = None


def read_links(folder: Path | None = None) -> dict[str, Link]:
    """Return the links by partner as the running exchange wrote them last; empty if it never ran.

    A file that a loss of power cut short says nothing either: the exchange writes it anew within seconds.
    """
    path = (folder or identity().folder) / _FILE
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {name: _read(each) for name, each in table["links"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        _log.warning("%s cannot be read; links count as never heard until it is written again.", path)
        return {}


def _read(table: Mapping[str, Any]) -> Link:
    given: dict[str, Any] = {
        name: datetime.fromisoformat(each) if name in _AT and each else each for name, each in table.items()
    }
    given["differences_s"] = tuple(given["differences_s"])
    return Link(**given)


class Links:
    """The links of a running exchange; told by its threads, written at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._guard = threading.Lock()
        self._links: dict[str, Link] = read_links(folder)

    def of(self, partner: str) -> Link:
        """Return a partner's link."""
        return self._links.get(partner, Link())

    def heard(self, partner: str, at: datetime, head_signed_at: datetime | None) -> None:
        """Note that a partner answered, and the time of its head if that is a new one."""
        before = self.of(partner)
        changes: dict[str, Any] = {"tried_at": at, "heard_at": at, "failed_since": None, "why": None}
        if head_signed_at is not None:
            ages = (*before.differences_s, (at - head_signed_at).total_seconds())[-KEPT_DIFFERENCES:]
            changes |= {"word_at": at, "differences_s": ages, "behind_s": min(ages)}
        self._put(partner, replace(before, **changes))

    def failed(self, partner: str, at: datetime, why: Mapping[str, str]) -> None:
        """Note that a partner did not answer, or not as it should."""
        before = self.of(partner)
        self._put(partner, replace(before, tried_at=at, failed_since=before.failed_since or at, why=dict(why)))

    def blocked(self, partner: str, why: Mapping[str, str] | None) -> None:
        """Note why nothing is released to a partner; None if it is."""
        if self.of(partner).blocked != why:
            self._put(partner, replace(self.of(partner), blocked=why))

    def _put(self, partner: str, link: Link) -> None:
        with self._guard:
            self._links[partner] = link
            data = json.dumps({"links": {name: asdict(each) for name, each in self._links.items()}}, default=str)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_name(".links.json.new")
            beside.write_text(data, encoding="utf-8")
            beside.replace(self._path)
