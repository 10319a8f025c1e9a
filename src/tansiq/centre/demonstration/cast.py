"""Who takes part: the three centres, and the accounts that work in each."""

from dataclasses import dataclass
from typing import Final

from tansiq.domain.names import Names

DOMAIN: Final = "exercise.local"
# Opens every officer's key in the demonstration; told on the page where one enters.
PASSPHRASE: Final = "only an exercise"  # noqa: S105 - told to everybody
PARTIES: Final = ("federal", "regional")
JOINT: Final = "bar"
_ROLES: Final = {
    "duty": ("duty_officer",),
    "info": ("information_officer",),
    "liaison": ("planner",),
    "signatory": ("signatory",),
    "admin": ("administrator",),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """An account: what it is called, for whom it works, as what."""

    account: str
    party: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """A centre of the demonstration.

    Attributes
    ----------
    name
        Its short name.
    parties
        Whose it is.
    called, briefly
        What the exercise calls it, and in a word.
    seats
        Its accounts.
    """

    name: str
    parties: tuple[str, ...]
    called: Names
    briefly: Names
    seats: tuple[Seat, ...]

    def seat(self, party: str, role: str) -> Seat:
        """Return the account of ``party`` that holds ``role``."""
        return next(each for each in self.seats if each.party == party and role in each.roles)


def _seats(*parties: str) -> tuple[Seat, ...]:
    return tuple(
        Seat(f"{party[:3]}-{function}-1", party, roles) for function, roles in _ROLES.items() for party in parties
    )


CENTRES: Final = (
    Cast("federal-hq", ("federal",),
         Names("Federal headquarters", "مقر القوات الاتحادية", "بارەگای هێزە فیدراڵییەکان"),
         Names("Federal", "الاتحادي", "فیدراڵی"), _seats("federal")),
    Cast(JOINT, PARTIES,
         Names("Joint coordination centre", "مركز التنسيق المشترك", "سەنتەری هەماهەنگیی هاوبەش"),
         Names("Joint", "المشترك", "هاوبەش"), _seats(*PARTIES)),
    Cast("regional-hq", ("regional",),
         Names("Peshmerga headquarters", "مقر البيشمركة", "بارەگای پێشمەرگە"),
         Names("Peshmerga", "البيشمركة", "پێشمەرگە"), _seats("regional")),
)  # fmt: skip


def cast_of(name: str) -> Cast:
    """Return the centre of that name; a :class:`KeyError` if the exercise has none."""
    found = {each.name: each for each in CENTRES}
    return found[name]
