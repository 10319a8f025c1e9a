"""Whether one record may go to one centre."""

from datetime import timedelta

import pytest

from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file import terms_of
from tansiq.exchange.release import Outcome, Verdict, release
from tansiq.journal.json_strict import Json
from tansiq.journal.record import Content
from tests.exchange.release.world import FOR_BAR, STRANGE, exchange, marked, message, rule, write
from tests.journal.writing import AT

NOTHING = Verdict(Outcome.NOTHING)
RELEASED = Verdict(Outcome.RELEASED, "A1.1")


def terms(*rules: dict[str, Json], ends_after_s: int | None = None) -> ExchangeTerms:
    ends_at = None if ends_after_s is None else AT + timedelta(seconds=ends_after_s)
    return terms_of(exchange(*rules), text=STRANGE, effective_at=AT, ends_at=ends_at)


def content(marking: Json = None, **fields: object) -> Content:
    return write("message/1", message(), marking=marking, **fields).content


def test_what_rule_and_marking_release_is_released_under_the_rules_clause() -> None:
    assert release(terms(FOR_BAR), content(marked("regional")), "bar") == RELEASED


def test_without_terms_nothing_is_released() -> None:
    assert release(None, content(marked("regional")), "bar") == NOTHING


@pytest.mark.parametrize(
    "marking",
    [
        None, marked(), {}, [], "regional", {"releasable_to": "regional"}, {"releasable_to": ["regional", 7]},
        {"releasable_to": ["regional"], "until": "2027-01-01T00:00:00Z"}, {"released_to": ["regional"]},
        {"releasable_to": ["regional", ""]}, {"Releasable_to": ["regional"]}, marked("Regional"), marked("regional "),
    ],
)  # fmt: skip
def test_a_marking_that_is_absent_empty_or_of_unknown_form_releases_nothing(marking: Json) -> None:
    assert release(terms(FOR_BAR), content(marking), "bar") == NOTHING


def test_a_marking_for_another_party_releases_nothing_here() -> None:
    assert release(terms(FOR_BAR), content(marked("federal")), "bar") == NOTHING


def test_among_centres_of_one_party_any_marking_will_do_but_none_will_not() -> None:
    own = exchange(rule("A1.1", ["message"], ["fhq"]))
    own["centres"] = [*own["centres"], own["centres"][0] | {"name": "fhq"}]  # type: ignore[misc, index, operator]  # lists
    among = terms_of(own, text=STRANGE, effective_at=AT, ends_at=None)
    assert release(among, content(marked("federal")), "fhq") == RELEASED
    assert release(among, content(None), "fhq") == NOTHING


@pytest.mark.parametrize("recipient", ["rhq", "hq", "nowhere", ""])
def test_a_centre_that_no_rule_names_gets_nothing(recipient: str) -> None:
    assert release(terms(FOR_BAR), content(marked("regional")), recipient) == NOTHING


@pytest.mark.parametrize("other", [{"centre": "elsewhere"}, {"centre": "bar"}])
def test_what_was_entered_at_another_centre_is_not_released(other: dict[str, str]) -> None:
    assert release(terms(FOR_BAR), content(marked("regional"), **other), "bar") == NOTHING


def test_a_kind_that_no_rule_names_is_not_released() -> None:
    assert release(terms(rule("A1.1", ["movement_notice"], ["bar"])), content(marked("regional")), "bar") == NOTHING


@pytest.mark.parametrize(("after_s", "verdict"), [(-1, NOTHING), (0, RELEASED), (9, RELEASED), (10, NOTHING)])
def test_terms_hold_from_their_first_moment_to_before_their_last(after_s: int, verdict: Verdict) -> None:
    entered = content(marked("regional"), at=AT + timedelta(seconds=after_s))
    assert release(terms(FOR_BAR, ends_after_s=10), entered, "bar") == verdict


def test_what_is_withheld_leaves_a_stub_where_a_rule_asks_for_one() -> None:
    with_stubs = terms(FOR_BAR, rule("A1.9", ["message"], ["bar"], stubs=True))
    assert release(with_stubs, content(None), "bar") == Verdict(Outcome.STUB, "A1.9")
    assert release(with_stubs, content(marked("regional")), "bar") == RELEASED
