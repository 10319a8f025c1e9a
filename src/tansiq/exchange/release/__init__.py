"""What goes to whom: the rule, and what each record of the journal adds to each recipient's log."""

from tansiq.exchange.release.appending import Item
from tansiq.exchange.release.known import Known, Sign
from tansiq.exchange.release.ledger import Ledger
from tansiq.exchange.release.references import attachments, references
from tansiq.exchange.release.releasing import stub, take
from tansiq.exchange.release.rule import Outcome, Verdict, release

__all__ = [
    "Item",
    "Known",
    "Ledger",
    "Outcome",
    "Sign",
    "Verdict",
    "attachments",
    "references",
    "release",
    "stub",
    "take",
]
