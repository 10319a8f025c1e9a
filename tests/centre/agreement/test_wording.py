"""Every state of every matter has its sentence, and what is signed is worded in every language."""

from itertools import product

import pytest

from tansiq.centre.agreement.decided import DECIDED, decided_text
from tansiq.centre.agreement.wording import DONE, MATTERS, STATES, next_step
from tansiq.domain.decision import Decision, Deed, Matter, Placed, Standing, State
from tansiq.domain.names import Names
from tansiq.language import LANGUAGES
from tests.domain.decision.histories import proposal, signs

FACTS = {"about": "x-1", "unit": "2nd battalion", "party": Names("P", "ط", "ل"), "title": Names("T", "ع", "ن"),
         "version": "2"}  # fmt: skip


def test_every_matter_state_and_deed_has_a_word() -> None:
    assert (set(MATTERS), set(STATES), set(DONE), set(DECIDED)) == (set(Matter), set(State), set(Deed), set(Matter))


@pytest.mark.parametrize(("matter", "state"), list(product(Matter, State)))
def test_every_state_says_in_a_sentence_what_happens_next(matter: Matter, state: State) -> None:
    act = signs(11, "federal")
    standing = Standing(state, {"federal": act}, frozenset({"regional"}), concluded=act)
    placed = Placed(Decision(proposal(matter), (act,)), standing)
    if state in {State.AWAITING_RECEIPT, State.AGREED} and proposal(matter).effective_at == proposal().entered_at:
        return  # a restriction is never in these
    for language in LANGUAGES:
        sentence = next_step(placed, language)
        assert sentence
        assert "%(" not in sentence


@pytest.mark.parametrize("matter", list(Matter))
def test_what_is_signed_is_worded_in_every_language_each_in_its_own(matter: Matter) -> None:
    texts = decided_text(matter, FACTS, {"ar": "وشرط.", "ckb": "و مەرج."})
    assert set(texts) == set(LANGUAGES)
    assert len(set(texts.values())) == len(LANGUAGES)
    assert texts["ar"].endswith("\nوشرط.")
    assert not any("%(" in each for each in texts.values())
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in texts[each]) for each in ("ar", "ckb"))
