"""The agreement register: what was agreed in which version, who owes what by when, and what each holds against it.

A text binds nobody by lying in the register. It is in force while the decision that both parties signed about it is in
effect; whatever was not signed is a draft. An obligation is met when both say so, by a decision about it; until then it
is due or overdue, and nobody's word alone changes that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from tansiq.domain.decision import Matter, Placed, State
from tansiq.domain.names import Names
from tansiq.language import Language

Level: TypeAlias = Literal["article", "clause", "annex"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered piece of a text: an article's or annex's heading, or a clause under it.

    Attributes
    ----------
    number
        ``1``, ``1.2``, ``A``...: unique in its text.
    level
        What it is.
    text
        In each authentic language, and translations.
    unwritten_practice
        Whether it records what is done so but was written down nowhere else.
    """

    number: str
    level: Level
    text: Names
    unwritten_practice: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a party, or both, must do.

    Attributes
    ----------
    object
        Its name in decisions about it.
    clause
        The clause it comes from.
    owners
        Who must do it; one party or both.
    text
        What.
    due_at
        By when; None if always.
    evidence
        What would show that it is met; empty if not said.
    """

    object: str
    clause: str
    owners: tuple[str, ...]
    text: Names
    due_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A party's recorded disagreement with a text or one clause of it (empty if with all of it)."""

    party: str
    text: Names
    clause: str = ""


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One version of an agreement or annex.

    Attributes
    ----------
    agreement, version
        Which text, and its number, from 1.
    digest, place
        Its record, and where that stands in the log.
    title
        What it is called.
    parties
        Between whom; the order means nothing.
    authentic_languages
        Those in which it governs; others are translations.
    clauses, obligations, reservations
        What it says.
    dispute_steps
        What happens in turn when the parties disagree about it.
    """

    agreement: str
    version: int
    digest: str
    place: int
    title: Names
    parties: tuple[str, ...]
    authentic_languages: tuple[Language, ...]
    clauses: tuple[Clause, ...]
    obligations: tuple[Obligation, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    dispute_steps: tuple[Names, ...] = ()

    def clause(self, number: str) -> Clause | None:
        """Return the clause of that number, None if there is none."""
        return next((each for each in self.clauses if each.number == number), None)

    def missing(self) -> Clause | None:
        """Return the first clause that lacks a text in an authentic language: nobody can sign that."""
        return next((each for each in self.clauses if not _complete(each.text, self.authentic_languages)), None)


def _complete(text: Names, languages: Iterable[Language]) -> bool:
    return all(getattr(text, language).strip() for language in languages)


def in_force(texts: Sequence[AgreementText], decided: Mapping[str, Iterable[Placed]]) -> Mapping[str, AgreementText]:
    """Return the version in force of each agreement that has one.

    Parameters
    ----------
    texts
        All versions of all agreements.
    decided
        For each text's digest the decisions about it, as they stand now.
    """
    found: dict[str, AgreementText] = {}
    for text in sorted(texts, key=lambda each: (each.version, each.place)):
        if any(_in_effect_about(each, {Matter.AGREEMENT, Matter.ANNEX}) for each in decided.get(text.digest, ())):
            found[text.agreement] = text
    return found


def _in_effect_about(placed: Placed, matters: set[Matter]) -> bool:
    return placed.standing.state is State.IN_EFFECT and placed.decision.proposal.matter in matters


class Owed(StrEnum):
    """How it stands with an obligation."""

    STANDING = "standing"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"


def owed(obligation: Obligation, decisions: Iterable[Placed], now: datetime) -> Owed:
    """Return how it stands with ``obligation``: met only by a decision of both that is in effect.

    Parameters
    ----------
    obligation
        What is owed.
    decisions
        As they stand now; those about other things count for nothing.
    now
        The reader's time.
    """
    about_it = (each for each in decisions if obligation.object in each.decision.proposal.about)
    if any(_in_effect_about(each, {Matter.GATE_MET}) for each in about_it):
        return Owed.MET
    if obligation.due_at is None:
        return Owed.STANDING
    return Owed.OVERDUE if now >= obligation.due_at else Owed.DUE


def obligation_object(agreement: str, version: int, number: int) -> str:
    """Return the name by which decisions speak of the ``number``-th obligation (from 1) of a text."""
    return f"{agreement}.v{version}.o{number}"
