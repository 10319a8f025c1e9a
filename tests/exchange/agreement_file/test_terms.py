"""An agreement's part on the exchange, read strictly."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre, ReleaseRule
from tansiq.exchange.agreement_file import adopted_terms, terms_at, terms_for, terms_of
from tansiq.exchange.errors import BadAgreementError
from tansiq.journal import base64_strict
from tansiq.journal.json_strict import Json
from tests.exchange.release.world import (
    FOR_BAR,
    FOR_RHQ,
    STRANGE,
    adoption,
    centre,
    exchange,
    later,
    message,
    rule,
    write,
)
from tests.journal.writing import AT


def read(part: object) -> ExchangeTerms:
    return terms_of(part, text=STRANGE, effective_at=AT, ends_at=None)


def changed(where: str, value: Json) -> dict[str, Any]:
    """The part with one value changed; ``where`` is a path of keys and numbers."""
    part: Any = deepcopy(exchange(FOR_BAR, FOR_RHQ))
    *path, last = [int(step) if step.isdecimal() else step for step in where.split(".")]
    inner = part
    for step in path:
        inner = inner[step]
    if value == "(gone)":
        del inner[last]
    else:
        inner[last] = value
    return part


def test_everything_that_is_said_is_read() -> None:
    part = exchange(rule("A1", ["message"], ["bar"], stubs=True), coverage_cell_m=500, attachment_bytes=7)
    hq = {**centre("hq", "federal.example", "federal"), "address": "https://hq.example:8443", "contact": {"en": "J3"}}
    part["centres"] = [hq, *part["centres"][1:]]  # type: ignore[index, misc]  # a list
    terms = read(part)
    assert terms.centres[0].address == "https://hq.example:8443"
    assert terms.centres[0].contact.en == "J3"
    assert terms.centres[1] == PartnerCentre("bar", "tansiq.example", frozenset({"federal", "regional"}), "federal")
    assert terms.rules == (
        ReleaseRule("A1", frozenset({"message"}), frozenset({"hq", "bar", "rhq"}), frozenset({"bar"}), stubs=True),
    )
    assert terms.authorities == {"federal": b"no certificate, but as long as one" * 5}
    figures = (terms.checkpoint_every_s, terms.overdue_after_s, terms.urgent_within_s, terms.coverage_cell_m)
    assert (*figures, terms.attachment_bytes) == (60, 300, 60, 500, 7)
    assert (terms.text, terms.effective_at, terms.ends_at) == (STRANGE, AT, None)


@pytest.mark.parametrize(
    ("where", "value", "says"),
    [
        ("centres.1.name", "hq", "Two centres are called hq"),
        ("centres.1.authority", "regional", "certified by regional, whose authority is not given"),
        ("release.0.to", ["nowhere"], "Clause A1.1 names centre nowhere"),
        ("release.1.from", ["hq", "nowhere"], "Clause A1.3 names centre nowhere"),
        (
            "authorities.0.certificate",
            "A" * 101 + "=",
            "authority is not base 64",
        ),
        ("authorities.0.party", "third", "federal, whose authority is not given"),
        ("overdue_after_s", 60, "the second must be longer"),
        ("release", "(gone)", "exchange: required"),
        ("centres.0.further", 1, "additionalProperties"),
        ("centres.0.address", "http://hq.example:80", "centres\\[0\\].address: pattern"),
        ("checkpoint_every_s", True, "checkpoint_every_s: type"),
        ("release.0.stubs", "yes", "stubs: type"),
        ("centres.0.parties", [], "parties: minItems"),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(where: str, value: Json, says: str) -> None:
    with pytest.raises(BadAgreementError, match=says):
        read(changed(where, value))


def test_two_authorities_of_one_party_are_refused() -> None:
    part = exchange(FOR_BAR)
    part["authorities"] = [*part["authorities"], *part["authorities"]]  # type: ignore[misc]  # a list
    with pytest.raises(BadAgreementError, match="two authorities"):
        read(part)


def test_an_authority_of_a_stranger_is_refused() -> None:
    part = exchange(FOR_BAR)
    certificate = base64_strict.encode(bytes(150))
    part["authorities"] = [*part["authorities"], {"party": "third", "certificate": certificate}]  # type: ignore[misc]  # a list
    with pytest.raises(BadAgreementError, match="third, which has no centre"):
        read(part)


@pytest.mark.parametrize("part", [None, [], "terms", 7, {}])
def test_what_is_no_part_on_the_exchange_is_refused(part: object) -> None:
    with pytest.raises(BadAgreementError):
        read(part)


def adopted(*rules: dict[str, Json], from_s: int, ends_s: int | None = None) -> ExchangeTerms:
    ends = {} if ends_s is None else {"ends_at": later(ends_s).isoformat()}
    return adopted_terms(adoption(*rules, at=later(from_s), **ends))


def test_the_last_that_took_effect_holds_in_whatever_order_they_were_adopted() -> None:
    first, second, third = (adopted(FOR_BAR, from_s=at_s) for at_s in (0, 10, 20))
    for order in ((first, second, third), (third, first, second)):
        assert terms_at(order, later(-1)) is None
        assert [terms_at(order, later(at_s)) for at_s in (0, 9, 10, 19, 20)] == [first, first, second, second, third]


def test_when_an_amendment_ends_what_was_before_does_not_come_back() -> None:
    first, second = adopted(FOR_BAR, from_s=0), adopted(FOR_RHQ, from_s=10, ends_s=20)
    assert terms_at([first, second], later(20)) is None


def test_of_two_that_took_effect_together_the_one_adopted_later_holds() -> None:
    one, two = adopted(FOR_BAR, from_s=0), adopted(FOR_RHQ, from_s=0)
    assert terms_at([one, two], later(1)) is two
    assert terms_at([two, one], later(1)) is one


def test_a_record_goes_by_the_terms_of_its_time_and_an_adoption_by_its_own() -> None:
    first = adopted(FOR_BAR, from_s=0)
    amended = write("adopted_agreement/1", adoption(FOR_RHQ, at=later(60)), object="ag-1", at=later(10))
    assert terms_for(write("message/1", message(), at=AT + timedelta(seconds=5)).content, [first]) is first
    assert terms_for(amended.content, [first]) == adopted(FOR_RHQ, from_s=60)
