"""Codes against RFC 6238's published values and against another implementation; secrets at rest."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from tansiq.centre.accounts import second_factor
from tansiq.centre.accounts.adapters import SecondFactorAdapter
from tansiq.errors import UnreadableInputError
from tests.centre.accounts.people import app_code

# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
    20000000000: "353130",
}  # fmt: skip
secrets = st.binary(min_size=20, max_size=20).map(lambda raw: base64.b32encode(raw).decode())
moments = st.integers(min_value=1_600_000_000, max_value=4_000_000_000)


@pytest.mark.parametrize(("at_s", "code"), RFC_CODES.items())
def test_published_codes_are_taken_at_their_time(at_s: int, code: str) -> None:
    assert second_factor.matching_step(RFC_SECRET, code, now_s=at_s) == at_s // 30


@given(secret=secrets, at_s=moments, drift_s=st.integers(min_value=-29, max_value=29))
def test_another_implementations_code_is_taken_by_clocks_that_differ_by_half_a_minute(
    secret: str, at_s: int, drift_s: int
) -> None:
    assert second_factor.matching_step(secret, app_code(secret, at_s + drift_s), now_s=at_s) is not None


@given(secret=secrets, at_s=moments)
def test_step_that_was_used_is_not_taken_again(secret: str, at_s: int) -> None:
    code = app_code(secret, at_s)
    step = second_factor.matching_step(secret, code, now_s=at_s)
    assert step is not None
    assert second_factor.matching_step(secret, code, after=step, now_s=at_s) in (None, step + 1)  # two steps may agree


@given(typed=st.text(max_size=40))
def test_no_text_breaks_the_comparison(typed: str) -> None:
    assert second_factor.matching_step(RFC_SECRET, typed, now_s=59) in (None, 0, 1, 2)


@pytest.mark.parametrize("typed", ["287 082", "287-082", "٢٨٧٠٨٢", "۲۸۷۰۸۲", " 287082 "])
def test_code_is_taken_however_it_was_typed(typed: str) -> None:
    assert second_factor.matching_step(RFC_SECRET, typed, now_s=59) == 1


def test_secret_is_kept_so_that_a_copy_of_the_database_gives_no_codes(settings: Settings) -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt(RFC_SECRET)
    assert RFC_SECRET not in kept
    assert adapter.decrypt(kept) == RFC_SECRET
    settings.SECRET_KEY = "another centre's"  # noqa: S105 - a made-up one
    with pytest.raises(UnreadableInputError, match="secret-key"):
        adapter.decrypt(kept)
