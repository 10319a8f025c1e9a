"""What changed from one version of a text to another, clause by clause and word by word, in every language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from tansiq.domain.names import Names
from tansiq.domain.register import AgreementText, Clause
from tansiq.language import LANGUAGES, Language

Change: TypeAlias = Literal["added", "removed", "changed", "same"]
_WORDS: Final = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: in both versions, or only in the ``earlier`` or the ``later`` one."""

    text: str
    only_in: Literal["both", "earlier", "later"] = "both"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause.

    Attributes
    ----------
    number
        The clause.
    change
        In a word.
    earlier, later
        The clause in each version; None where it is not in it.
    """

    number: str
    change: Change
    earlier: Clause | None
    later: Clause | None

    def pieces(self, language: Language) -> tuple[Piece, ...]:
        """Return the text in ``language`` in pieces, in reading order; of a change first the earlier words."""
        earlier, later = (getattr(each.text if each else Names(), language) for each in (self.earlier, self.later))
        return tuple(_pieces(earlier, later))


def clause_changes(earlier: AgreementText, later: AgreementText) -> tuple[ClauseChange, ...]:
    """Return every clause of either version in order, with what became of it.

    Clauses are the same if their numbers are: renumbering is a change, since people cite numbers.
    """
    order = [each.number for each in later.clauses]
    previous = ""
    for each in earlier.clauses:
        if each.number not in order:
            order.insert(order.index(previous) + 1 if previous in order else 0, each.number)
        previous = each.number
    return tuple(_change(number, earlier.clause(number), later.clause(number)) for number in order)


def _change(number: str, earlier: Clause | None, later: Clause | None) -> ClauseChange:
    if earlier is None:
        return ClauseChange(number, "added", earlier, later)
    if later is None:
        return ClauseChange(number, "removed", earlier, later)
    return ClauseChange(number, "same" if earlier == later else "changed", earlier, later)


def _pieces(earlier: str, later: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(earlier), _WORDS.findall(later)
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece("".join(old[old_from:old_to]), "earlier")
        if new_to > new_from:
            yield Piece("".join(new[new_from:new_to]), "later")


def changed_languages(change: ClauseChange) -> tuple[Language, ...]:
    """Return the languages in which the clause reads otherwise; a change in one alone is worth a second look."""
    return tuple(
        language for language in LANGUAGES if any(piece.only_in != "both" for piece in change.pieces(language))
    )
