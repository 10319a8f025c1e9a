"""How long word takes, as measured: for the gap picture, in place of the agreement's figure."""

from datetime import datetime

from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.centre.partners.latency import LEAST, URGENT, Figures, Timed, incoming, outgoing
from tansiq.centre.partners.link_state import Link, read_links
from tansiq.centre.partners.terms import latest_terms, partners_of
from tansiq.centre.picture.measured import Measured


def measured_share(now: datetime | None = None) -> Measured | None:
    """Return the 90th percentile of how long word took with all partners in the last seven days.

    Of flash and immediate records if there are enough, else of all; both directions where known. None of fewer than
    five.
    """
    timed = list(_timed(now or timezone.now()))
    urgent = [each for each in timed if each.precedence in URGENT]
    chosen = urgent if len(urgent) >= LEAST else timed
    figures = Figures.of(chosen) if len(chosen) >= LEAST else None
    if figures is None:
        return None
    return Measured(figures.p90_s / 60, figures.count, urgent=chosen is urgent)


def measured_share_within_min() -> float | None:
    """Return the same in minutes alone; None if too little was measured."""
    found = measured_share()
    return found.share_within_min if found else None


def _timed(now: datetime) -> list[Timed]:
    links = read_links(identity().folder)
    found: list[Timed] = []
    for partner in partners_of(latest_terms(now)):
        behind_s = links.get(partner.name, Link()).behind_s
        found += [*incoming(partner.name, now, behind_s=behind_s), *outgoing(partner.name, now)]
    return found
