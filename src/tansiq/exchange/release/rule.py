"""Whether a record may go to a centre: a pure function of the terms, the record and the recipient. Default is nothing.

1. No terms in force when the record was entered, the recipient or the record's centre not in them: nothing.
2. No rule names the record's kind, from its centre, to the recipient: nothing.
3. The marking releases it to somebody, and to every party of the recipient that is not the record's own: released,
   under the first such rule.
4. Else, where one of the rules asks for stubs: a stub, under the first that does. Else nothing.

Of accesses nothing goes out, whatever a rule says: who reads what, and when, is nobody's affair but the reader's own
party's, and a stub would tell that somebody did. The same holds of exports: who took which plan away as a file.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tansiq.domain.exchange_terms import ExchangeTerms, ReleaseRule
from tansiq.journal.record import Content, releasable_to

NEVER: Final = frozenset({"access", "export"})


class Outcome(StrEnum):
    """What happens to a record."""

    NOTHING = "nothing"
    STUB = "stub"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to a record, and under which clause; empty where nothing happens."""

    outcome: Outcome
    clause: str = ""


NOTHING = Verdict(Outcome.NOTHING)


def release(terms: ExchangeTerms | None, content: Content, recipient: str) -> Verdict:
    """Return whether a record goes to a centre.

    Parameters
    ----------
    terms
        The agreement's, None if there is none. Whether they were in force when the record was entered is asked here.
    content
        The record's.
    recipient
        Name of the centre.
    """
    rules = rules_for(terms, content, recipient)
    if rules and _marked_for(terms, content, recipient):
        return Verdict(Outcome.RELEASED, rules[0].clause)
    return stub_of(rules)


def rules_for(terms: ExchangeTerms | None, content: Content, recipient: str) -> tuple[ReleaseRule, ...]:
    """Return the rules, in force when the record was entered, that name its kind, its centre and the recipient."""
    if terms is None or not terms.in_force(content.entered_at):
        return ()
    return rules_naming(terms, content, recipient)


def rules_naming(terms: ExchangeTerms, content: Content, recipient: str) -> tuple[ReleaseRule, ...]:
    """Return the rules that name a record's kind, its centre and the recipient, whenever it was entered."""
    if recipient == content.centre or terms.centre(recipient) is None or terms.centre(content.centre) is None:
        return ()
    kind = kind_name(content)
    if kind in NEVER:
        return ()
    return tuple(
        rule
        for rule in terms.rules
        if kind in rule.kinds and content.centre in rule.origins and recipient in rule.recipients
    )


def stub_of(rules: tuple[ReleaseRule, ...]) -> Verdict:
    """Return what is left of a record that these rules name and that is not released."""
    return next((Verdict(Outcome.STUB, rule.clause) for rule in rules if rule.stubs), NOTHING)


def kind_name(content: Content) -> str:
    """Return a record's kind without its version, as rules name it."""
    return content.kind.partition("/")[0]


def strangers(terms: ExchangeTerms, content: Content, recipient: str) -> frozenset[str]:
    """Return the parties of the recipient that are not the record's own."""
    centre = terms.centre(recipient)
    return centre.parties - {content.party} if centre else frozenset()


def _marked_for(terms: ExchangeTerms | None, content: Content, recipient: str) -> bool:
    marked = releasable_to(content.marking)
    return terms is not None and bool(marked) and strangers(terms, content, recipient) <= marked
