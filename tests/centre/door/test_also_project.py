"""What follows from every record: written in its transaction, and again when tables are rebuilt."""

from collections.abc import Iterator

import pytest

from tansiq.centre.door import registry
from tansiq.centre.door.models import Entry, Key
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.registry import Entered, also_project
from tests.centre.founded import Founded
from tests.journal.writing import BODIES

LOG = "duty_log_entry/1"


@pytest.fixture(autouse=True)
def loose_log(monkeypatch: pytest.MonkeyPatch, anybody_may: None) -> Iterator[None]:  # noqa: ARG001 - used for its effect
    """A duty log without the rules of its own part, and no further projections but those a test adds."""
    rules = registry.Rules(
        "duty_log_entry", frozenset({"duty_officer"}), registry.accept_anything, registry.project_nothing
    )
    monkeypatch.setitem(registry._RULES, "duty_log_entry", rules)
    before = list(registry._FURTHER)
    yield
    registry._FURTHER[:] = before


def _row(entered: Entered) -> dict[str, object]:
    party = entered.content.party
    return {"party": party, "label": str(entered.place), "verifier_key": "", "purpose": "", "revoked": False,
            "reason": ""}  # fmt: skip


def _note_each(entered: Entered) -> None:
    Key.write_many(entered, {f"{entered.place} {number}": _row(entered) for number in range(3)})


def test_what_follows_from_every_record_is_written_with_it_and_again_when_rebuilt(centre: Founded) -> None:
    also_project(_note_each)
    entered = put(LOG, BODIES[LOG], centre.author(), object="item-1")
    rows = Key.objects.at(None).filter(label=str(entered.place))
    assert [row.row for row in rows.order_by("row")] == [f"2 {number}@2" for number in range(3)]
    before = None
    for _again in range(2):
        rebuild(lambda _done, _what: None)
        assert before in {None, digests()["Key"]}
        before = digests()["Key"]
    assert Key.objects.at(None).filter(since=2).count() == 3


def test_a_record_whose_consequence_fails_is_not_entered(centre: Founded) -> None:
    def fail(_entered: Entered) -> None:
        message = "no room"
        raise RuntimeError(message)

    also_project(fail)
    with pytest.raises(RuntimeError, match="no room"):
        put(LOG, BODIES[LOG], centre.author(), object="item-1")
    assert Entry.objects.count() == 2


def test_many_rows_close_what_was_known_before_as_one_does(centre: Founded) -> None:
    also_project(lambda entered: Key.write_many(entered, {"same": _row(entered)}))
    for number in (1, 2):
        put(LOG, {**BODIES[LOG], "item": number}, centre.author(), object=f"item-{number}")
    assert [(row.since, row.until) for row in Key.objects.history("same")] == [(2, 3), (3, None)]
