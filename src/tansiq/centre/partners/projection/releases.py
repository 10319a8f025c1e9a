"""What each record adds to the release logs: decided in the transaction that enters it, and again in rebuilding."""

from datetime import datetime
from typing import Any, Final

from tansiq.centre.door.models import Entry
from tansiq.centre.door.questions import Question
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.known import KnownHere, released_count
from tansiq.centre.partners.models import Released
from tansiq.centre.partners.stubs import sign_stub
from tansiq.centre.partners.terms import adopted, partners_of, read_terms
from tansiq.exchange.agreement_file import terms_for
from tansiq.exchange.release import Item, take
from tansiq.journal.record.again import read_again

_KEPT_AT: Final = Question(lambda: Entry.objects.filter(place=0).values_list("kept_at"))
_PLACE: Final = Question(lambda: Entry.objects.filter(digest="").values_list("place"))


def project_releases(entered: Entered) -> None:
    """Write the entries that a record adds to each partner's log."""
    content = entered.content
    every = [read_terms(each) for each in adopted()]
    if not every:
        return
    terms = terms_for(content, every)
    released_at = _released_at(entered)
    # Also who is no partner any more: what its log says of keys must stay true.
    for name in dict.fromkeys(each.name for adopted_terms in every for each in partners_of(adopted_terms)):
        items = take(entered.record, terms, name, KnownHere(name, entered.place), sign=sign_stub)
        for index, item in enumerate(items, released_count(name) if items else 0):
            _write(entered, name, index, item, released_at)


def _released_at(entered: Entered) -> datetime:
    """Return when, by this centre's clock, the record was entered: a root's clock is another."""
    kept_at: datetime = _KEPT_AT.value(entered.place)
    return kept_at


def _write(entered: Entered, recipient: str, index: int, item: Item, released_at: datetime) -> None:
    content = read_again(item.entry).content
    precedence: Any = content.body.get("precedence")
    own = None if item.stub else _PLACE.value(item.digest)
    Released.write(
        entered, f"{recipient} {index}", recipient=recipient, index=index,
        place=entered.place if own is None else own, digest=item.digest, clause=item.clause, kind=item.kind,
        object=content.object, party=content.party, precedence=precedence if isinstance(precedence, str) else "",
        released_at=released_at, stub=item.stub, entry=item.entry if item.stub else None,
    )  # fmt: skip
