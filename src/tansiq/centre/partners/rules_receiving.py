"""What the centre may put down as received: only what is staged, goes on where the last ended, and fits its root."""

from typing import Any

from tansiq.centre.door.keys import identity
from tansiq.centre.door.registry import Asked
from tansiq.centre.partners.frontier import extended, root_of
from tansiq.centre.partners.models import Incoming
from tansiq.centre.partners.projection.receiving import origin_name
from tansiq.centre.partners.rules import ExchangeRefusal
from tansiq.centre.partners.storage import AT_ONCE, leaves_between
from tansiq.centre.partners.terms import latest_terms, partners_of
from tansiq.exchange.naming import log_origin
from tansiq.journal import base64_strict
from tansiq.language import N_


def check_received(asked: Asked) -> None:
    """Refuse entries of a stranger's log, out of their order, not staged, or other ones than the root says."""
    body: Any = asked.content.body
    origin = origin_name(body["log"])
    terms = latest_terms(asked.content.entered_at)
    known = {log_origin(each.id, identity().name): each.name for each in partners_of(terms)}
    if known.get(body["log"]) != origin:
        raise ExchangeRefusal(N_("%(log)s is no log that a partner keeps for this centre."), log=body["log"])
    before = Incoming.present(origin)
    size = before.size if before else 0
    if body["first"] != size or not 0 < body["end"] - size <= AT_ONCE:
        raise ExchangeRefusal(N_("Entries of %(log)s are kept up to %(size)s; these are others."),
                              log=body["log"], size=size)  # fmt: skip
    if root_after(origin, size, body["end"]) != base64_strict.decode(body["root"]):
        raise ExchangeRefusal(N_("What is staged of %(log)s is not what the record says."), log=body["log"])


def root_after(origin: str, size: int, end: int) -> bytes:
    """Return the root of a log's first ``end`` entries, of which ``size`` are kept and the rest staged [32 bytes]."""
    before = Incoming.present(origin)
    edge = [bytes.fromhex(each) for each in before.frontier] if before else []
    leaves = leaves_between(origin, size, end)
    if len(leaves) != end - size:
        raise ExchangeRefusal(N_("Not all entries up to %(end)s of %(origin)s are staged."), end=end, origin=origin)
    return root_of(extended(edge, size, leaves))
