"""Who put a record down: a role that the centres know, and an account named for a function."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal.errors import ContentError
from tansiq.journal.json_strict import Json, canonical
from tansiq.journal.record import AUTHOR_ROLES, read_content, read_record
from tests.journal.writing import content, record

ACCOUNTS = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,63}\Z")


@given(ACCOUNTS)
def test_the_account_that_wrote_it_is_read_back(account: str) -> None:
    assert read_record(record(author=account).entry).content.author == account


def test_a_record_without_an_account_has_the_bytes_it_always_had() -> None:
    assert content().author is None
    assert "author" not in json.loads(bytes(content()))
    assert read_content(bytes(content())).author is None


@pytest.mark.parametrize(
    "account", ["", "Fed-duty-1", "-duty", "duty officer", "a" * 65, "duty\n", "خفر-1", None, 1, []]
)
def test_what_does_not_name_an_account_is_refused(account: Json) -> None:
    fields = json.loads(bytes(content())) | {"author": account}
    with pytest.raises(ContentError, match="author"):
        read_content(canonical(fields))


def test_every_role_of_a_centre_may_write_but_who_only_looks() -> None:
    # ../shared/domain.md 1.1, and those whom the issue names.
    of_each_party = {"director", "duty_officer", "planner", "information_officer", "administration_clerk"}
    shared = {"translator", "complaints_focal_point", "mine_action_liaison"}
    assert of_each_party | shared | {"signatory", "administrator"} <= AUTHOR_ROLES
    assert "viewer" not in AUTHOR_ROLES
