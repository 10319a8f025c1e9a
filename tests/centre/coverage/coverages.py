"""Coverages of made-up forces: both parties' posts on the made-up hills, told for the present moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.exchange import coverage_file
from tansiq.exchange.naming import received_folder
from tansiq.gaps.coverage import Coverage, coverage_of
from tansiq.ground.model import Ground
from tests.centre.partners import linked
from tests.centre.partners.linked import PartnerLog

SECRET = b"made-up secret, thirty-two bytes"
RULE = [{"clause": "A5.8", "kinds": ["coverage", "message"], "from": linked.ALL, "to": linked.ALL}]
PARTIES = {"north": "federal", "south": "regional"}


def as_agreed(laydown: Laydown, at: datetime) -> Laydown:
    """The made-up forces under the parties' names, confirmed so long before ``at`` as they were before their own."""
    assert laydown.as_of is not None
    later = at - laydown.as_of
    posts = tuple(
        replace(post, party=PARTIES[post.party], confirmed_at=post.confirmed_at and post.confirmed_at + later)
        for post in laydown.posts
    )
    parties = tuple(Party(PARTIES[each.id], Names(each.id), each.side) for each in laydown.parties)
    return replace(laydown, parties=parties, posts=posts, as_of=at)


def present() -> datetime:
    """A moment shortly before now, the same for a whole run of tests."""
    return _present()


@cache
def _present() -> datetime:
    return (datetime.now(UTC) - timedelta(minutes=10)).replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Made:
    """A coverage, its attachment and its record's body."""

    coverage: Coverage
    data: bytes
    body: dict[str, Any]

    @classmethod
    def of(cls, coverage: Coverage) -> "Made":
        data = coverage_file.encode(coverage)
        return cls(coverage, data, coverage_file.body_of(coverage, data))


def made(ground: Ground, laydown: Laydown, party: str, **changes: Any) -> Made:  # noqa: ANN401 - any of coverage_of's
    given: dict[str, Any] = {"cell_m": 2000, "smallest_cell_m": 500, "secret": SECRET, "agreement": "ag-1"}
    return Made.of(coverage_of(ground, laydown, party, **(given | changes)))


def arrived(origin: linked.PartnerCentre, every: Mapping[str, Made]) -> PartnerLog:
    """A partner's log with coverages in it, kept in the loaded centre as if they had been pulled; files too."""
    log = PartnerLog(origin)
    folder = received_folder(identity().folder, origin.name) / "attachment"
    folder.mkdir(parents=True, exist_ok=True)
    for letter, each in every.items():
        add(log, each, letter)
        (folder / digest_of(each)).write_bytes(each.data)
    return log


def add(log: PartnerLog, each: Made, letter: str) -> None:
    """Add the record of a coverage to a log."""
    at = timezone.now().replace(microsecond=0)
    to = sorted({"federal", "regional"} - log.centre.parties)
    log.add("coverage/1", each.body, object="coverage-" + letter * 16, at=at, marking={"releasable_to": to})


def digest_of(each: Made) -> str:
    return str(each.body["attachments"][0]["digest"]).removeprefix("sha256:")
