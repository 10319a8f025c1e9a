"""Names of accounts: a party, a function, a number. Never a person's name.

``fed-duty-1`` is the first duty officer's account of the party ``federal``. Since the middle word comes from a list,
a person's name cannot become an account's by habit.
"""

import re
from collections.abc import Collection
from typing import Final

from tansiq.errors import TansiqError
from tansiq.language import N_

# The first word of each role is the one the page proposes.
FUNCTION_WORDS: Final = {
    "viewer": ("viewer", "view", "director", "liaison", "translator", "clerk"),
    "duty_officer": ("duty", "watch"),
    "planner": ("planner", "plan"),
    "information_officer": ("information", "info"),
    "signatory": ("signatory", "sign", "director"),
    "administrator": ("admin", "administrator"),
}
SHORTEST_PARTY_LETTERS: Final = 2
_SHAPE: Final = re.compile(r"([a-z0-9]{2,20})-([a-z]{2,20})-([1-9][0-9]{0,2})")
_WORDS: Final = frozenset(word for words in FUNCTION_WORDS.values() for word in words)


class NameRefusedError(TansiqError):
    """Nobody may call an account that."""


def check_name(name: str, party: str) -> None:
    """Refuse a name that is not a function of ``party``.

    Raises
    ------
    NameRefusedError
        With what a name looks like.
    """
    found = _SHAPE.fullmatch(name)
    if not found or found[2] not in _WORDS or not _letters(party).startswith(found[1]):
        raise NameRefusedError(
            N_(
                "An account is named for party, function and number, such as %(example)s, never for a person. "
                "The function is one of: %(words)s."
            ),
            example=propose(party, ("duty_officer",), ()),
            words=", ".join(sorted(_WORDS)),
        )


def propose(party: str, roles: Collection[str], taken: Collection[str]) -> str:
    """Return the next free name for an account of ``party`` with ``roles``."""
    role = next((role for role in FUNCTION_WORDS if role in roles and role != "viewer"), "viewer")
    stem = f"{_letters(party)[:3]}-{FUNCTION_WORDS[role][0]}"
    return next(name for number in range(1, 1000) if (name := f"{stem}-{number}") not in taken)


def _letters(party: str) -> str:
    return party.replace("-", "")
