"""Names of accounts are functions; roles exclude each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.accounts import names
from tansiq.centre.accounts.names import NameRefusedError
from tansiq.centre.accounts.roles import ROLES, RolesRefusedError, check_roles
from tansiq.journal.record.content import AUTHOR_ROLES

PARTIES = st.sampled_from(["federal", "regional", "north-force", "ab"])
ROLE_SETS = st.sets(st.sampled_from(sorted(ROLES)), min_size=1)


@given(party=PARTIES, roles=ROLE_SETS, many=st.integers(min_value=0, max_value=30))
def test_every_proposal_is_a_name_that_is_free_and_allowed(party: str, roles: set[str], many: int) -> None:
    taken: set[str] = set()
    for _each in range(many + 1):
        name = names.propose(party, roles, taken)
        names.check_name(name, party)
        assert name not in taken
        taken.add(name)


@given(party=PARTIES, text=st.text(max_size=30))
def test_nothing_but_party_function_number_is_a_name(party: str, text: str) -> None:
    prefix, _, rest = text.partition("-")
    function, _, number = rest.partition("-")
    words = {word for listed in names.FUNCTION_WORDS.values() for word in listed}
    fits = party.replace("-", "").startswith(prefix) and len(prefix) > 1 and function in words and number.isdecimal()
    if not fits:
        with pytest.raises(NameRefusedError):
            names.check_name(text, party)


@given(roles=st.sets(st.sampled_from(sorted(ROLES))))
def test_administrator_stands_alone(roles: set[str]) -> None:
    if roles and (roles == {"administrator"} or "administrator" not in roles):
        check_roles(roles)
    else:
        with pytest.raises(RolesRefusedError):
            check_roles(roles)


def test_every_role_but_viewer_may_be_an_authors() -> None:
    assert set(ROLES) - AUTHOR_ROLES == {"viewer"}


def test_every_role_has_a_function_to_be_named_for() -> None:
    assert set(names.FUNCTION_WORDS) == set(ROLES)
