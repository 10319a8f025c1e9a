"""Which version is in force, what is owed, and that nobody's word alone meets an obligation."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.decision import Decision, Deed, Matter, Placed, stand_together
from tansiq.domain.names import Names
from tansiq.domain.register import AgreementText, Clause, Obligation, Owed, in_force, obligation_object, owed
from tests.domain.decision.histories import act, hours, proposal

BOTH = Names("text", "نص", "دەق")


def text(version: int, agreement: str = "ag", digest: str = "", **fields: object) -> AgreementText:
    clauses = (Clause("1", "article", BOTH), Clause("1.1", "clause", BOTH))
    return AgreementText(agreement, version, digest or f"t{version}", version, BOTH, ("federal", "regional"),
                         ("ar", "ckb"), clauses, **fields)  # type: ignore[arg-type]  # passed through by name # fmt: skip


def placed(matter: Matter, about: str, *, both: bool, now: datetime, place: int = 10) -> Placed:
    digest = f"sha256:{place:064x}"
    done = [("federal", Deed.SIGN), ("regional", Deed.SIGN), ("federal", Deed.CONFIRM_RECEIPT)]
    acts = [act(place + 1 + n, party, deed, 1, digest) for n, (party, deed) in enumerate(done if both else done[:1])]
    decided = Decision(
        proposal(matter, digest=digest, place=place, about=frozenset({about}), ends_at=None), tuple(acts)
    )
    return stand_together([decided], now)[digest]


def test_a_text_is_in_force_only_while_a_decision_of_both_about_it_is_in_effect() -> None:
    one, two = text(1), text(2)
    agreed = placed(Matter.AGREEMENT, "ag", both=True, now=hours(20))
    assert in_force([one, two], {}) == {}
    assert in_force([one, two], {"t1": [agreed]}) == {"ag": one}
    assert in_force([one, two], {"t1": [placed(Matter.AGREEMENT, "ag", both=False, now=hours(20))]}) == {}
    assert in_force([one], {"t1": [placed(Matter.AGREEMENT, "ag", both=True, now=hours(19))]}) == {}


def test_a_decision_about_something_else_puts_no_text_in_force() -> None:
    assert in_force([text(1)], {"t1": [placed(Matter.SWEEP_ORDERED, "ag", both=True, now=hours(20))]}) == {}


@pytest.mark.parametrize(("both", "at_h", "state"), [
    (True, 20, Owed.MET), (True, 19, Owed.DUE), (False, 20, Owed.DUE), (False, 24, Owed.OVERDUE), (True, 30, Owed.MET),
])  # fmt: skip
def test_an_obligation_is_met_only_by_both(*, both: bool, at_h: float, state: Owed) -> None:
    duty = Obligation(obligation_object("ag", 1, 1), "1.1", ("federal",), BOTH, hours(24))
    decision = placed(Matter.GATE_MET, "ag.v1.o1", both=both, now=hours(at_h))
    assert owed(duty, [decision], hours(at_h)) is state


def test_an_obligation_without_a_time_stands_and_one_that_is_another_s_is_not_met() -> None:
    duty = Obligation(obligation_object("ag", 1, 2), "1.1", ("federal",), BOTH)
    other = placed(Matter.GATE_MET, "ag.v1.o1", both=True, now=hours(20))
    assert owed(duty, [other], hours(20)) is Owed.STANDING


@given(st.sampled_from(["ar", "ckb"]), st.integers(0, 1))
def test_a_clause_that_lacks_a_language_that_governs_is_found(language: str, which: int) -> None:
    whole = text(1)
    assert whole.missing() is None
    lacking = Names(**{"en": "text", "ar": "نص", "ckb": "دەق", language: " "})
    clauses = list(whole.clauses)
    clauses[which] = Clause(clauses[which].number, clauses[which].level, lacking)
    assert text(1).clause("2") is None
    broken = AgreementText("ag", 1, "t", 1, BOTH, whole.parties, whole.authentic_languages, tuple(clauses))
    assert broken.missing() == clauses[which]
