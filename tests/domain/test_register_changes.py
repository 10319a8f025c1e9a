"""What changed between versions: nothing lost, nothing invented, in every language."""

from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.names import Names
from tansiq.domain.register import AgreementText, Clause
from tansiq.domain.register_changes import changed_languages, clause_changes

WORDS = st.lists(st.sampled_from(["مسك", "الثغرة", "بۆشایی", "gap", "held", "\n", "1.1"]), max_size=8).map(" ".join)
CLAUSES = st.lists(st.tuples(st.sampled_from(["1", "1.1", "1.2", "2", "2.1"]), WORDS, WORDS), max_size=5,
                   unique_by=lambda each: each[0])  # fmt: skip


def text(version: int, clauses: list[tuple[str, str, str]]) -> AgreementText:
    made = tuple(Clause(number, "clause", Names(ar=ar, ckb=ckb)) for number, ar, ckb in clauses)
    return AgreementText("ag", version, f"t{version}", version, Names("t"), ("a", "b"), ("ar", "ckb"), made)


@given(CLAUSES, CLAUSES)
def test_the_pieces_of_either_version_put_together_are_its_text(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    earlier, later = text(1, before), text(2, after)
    changes = clause_changes(earlier, later)
    assert sorted(each.number for each in changes) == sorted({each[0] for each in (*before, *after)})
    for each in changes:
        for language in ("ar", "ckb"):
            pieces = each.pieces(language)  # type: ignore[arg-type]  # of the two
            old = "".join(piece.text for piece in pieces if piece.only_in != "later")
            new = "".join(piece.text for piece in pieces if piece.only_in != "earlier")
            assert old == (getattr(each.earlier.text, language) if each.earlier else "")
            assert new == (getattr(each.later.text, language) if each.later else "")


@given(CLAUSES)
def test_a_text_that_did_not_change_shows_no_change(clauses: list[tuple[str, str, str]]) -> None:
    assert {each.change for each in clause_changes(text(1, clauses), text(2, clauses))} <= {"same"}


def test_clauses_are_listed_in_the_order_of_the_later_text_with_what_went_where_it_was() -> None:
    changes = clause_changes(text(1, [("1", "a", ""), ("1.1", "b", ""), ("2", "c", "")]),
                             text(2, [("1", "a", ""), ("2", "d", ""), ("3", "e", "")]))  # fmt: skip
    assert [(each.number, each.change) for each in changes] == [
        ("1", "same"), ("1.1", "removed"), ("2", "changed"), ("3", "added"),
    ]  # fmt: skip


def test_a_change_in_one_language_alone_is_told_as_such() -> None:
    (change,) = clause_changes(text(1, [("1", "نص", "دەق")]), text(2, [("1", "نص", "دەقێکی تر")]))
    assert changed_languages(change) == ("ckb",)
