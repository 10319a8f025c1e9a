"""Who is told of what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.accounts.roles import ROLES
from tansiq.centre.door import registry
from tansiq.centre.live.reading import READINGS, event_of, may_know

NO_RECORDS = {"brought_record"}  # only says who may bring in a file
PARTIES = st.sampled_from(["federal", "regional"])


def test_every_kind_the_centre_takes_has_been_thought_of() -> None:
    taken = {rules.kind for rules in registry.kinds()} - NO_RECORDS
    assert taken <= READINGS.keys()


@given(roles=st.frozensets(st.sampled_from(sorted(ROLES))), own=PARTIES, party=PARTIES, kind=st.text(max_size=20))
def test_a_kind_nobody_thought_of_is_told_to_nobody(roles: frozenset[str], own: str, party: str, kind: str) -> None:
    event = event_of(3, f"x{kind}/1", "object", party)
    assert not may_know(Officer("fed-view-1", own, roles, joint=True), event)


@given(kind=st.sampled_from(sorted(READINGS)), own=PARTIES, party=PARTIES)
def test_an_administrator_is_told_of_its_own_partys_accounts_and_of_keys_alone(kind: str, own: str, party: str) -> None:
    administrator = Officer("fed-admin-1", own, frozenset({"administrator"}), joint=True)
    told = may_know(administrator, event_of(0, f"{kind}/1", "object", party))
    about_accounts = kind in {"access", "account"}
    assert told == (kind in {"key_certificate", "key_revocation", "retention"} or (about_accounts and own == party))


@pytest.mark.parametrize("kind", sorted(READINGS))
def test_who_has_no_role_is_told_nothing(kind: str) -> None:
    nobody = Officer("fed-view-1", "federal", frozenset(), joint=True)
    assert not may_know(nobody, event_of(0, f"{kind}/1", "object", "federal"))
