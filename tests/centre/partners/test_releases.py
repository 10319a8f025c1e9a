"""What is released to whom: decided with the record, the same after rebuilding, and as of a past place."""

import pytest

from tansiq.centre.door.models import Entry
from tansiq.centre.door.moments import size
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.partners import writing
from tansiq.centre.partners.models import Message, Released
from tansiq.centre.partners.rules import ExchangeRefusal
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import say


def kinds(recipient: str, place: int | None = None) -> list[str]:
    rows = Released.objects.at(place).filter(recipient=recipient).order_by("index")
    return [row.kind for row in rows]


@pytest.mark.usefixtures("bar")
def test_a_log_begins_with_the_centres_own_certificates() -> None:
    assert kinds("regional-hq") == kinds("federal-hq") == ["key_certificate/1", "key_certificate/1"]


def test_a_message_marked_for_a_party_goes_to_its_centre_and_to_its_own_partys(bar: Founded) -> None:
    entered = say(bar.author())
    for recipient in ("federal-hq", "regional-hq"):
        last = Released.objects.at(None).filter(recipient=recipient).order_by("-index").first()
        assert (last.index, last.digest, last.place, last.clause) == (2, entered.record.digest, entered.place, "A5.5")


def test_an_unmarked_message_goes_nowhere_until_it_is_released_late(bar: Founded) -> None:
    held = say(bar.author(), to=())
    assert len(kinds("regional-hq")) == 2
    writing.release_late([held.record.digest], ["regional"], bar.author())
    assert kinds("regional-hq")[2:] == ["message/1"]
    assert Message.objects.at(None).get(key=held.content.object).to == []


def test_rebuilding_releases_the_same_again_and_a_past_place_shows_what_was_released_then(bar: Founded) -> None:
    held = say(bar.author(), to=())
    before = size() - 1
    say(bar.author("regional"), to=["federal"], precedence="flash")
    writing.release_late([held.record.digest], ["regional"], bar.author())
    shown = digests()
    rebuild(lambda _done, _what: None)
    assert digests() == shown
    assert len(kinds("regional-hq", before)) == 2
    assert len(kinds("regional-hq")) == 4


def test_a_recall_goes_where_the_message_went_and_marks_it(bar: Founded) -> None:
    entered = say(bar.author(), to=["federal"])  # of federal to federal: regional-hq gets nothing
    writing.recall(entered.record.digest, {"en": "Wrong day."}, "en", bar.author())
    assert kinds("federal-hq")[2:] == ["message/1", "recall/1"]
    assert kinds("regional-hq")[2:] == []
    row = Message.objects.at(None).get(key=entered.content.object)
    assert row.recall["reason"] == {"en": "Wrong day."}


def test_only_its_own_party_releases_recalls_or_corrects_a_record(bar: Founded) -> None:
    entered = say(bar.author())
    row = Message.objects.at(None).get(key=entered.content.object)
    other = bar.author("regional")
    with pytest.raises(NotAllowedError):
        writing.recall(row.digest, {"en": "No."}, "en", other)
    with pytest.raises(NotAllowedError):
        writing.release_late([row.digest], ["regional"], other)
    with pytest.raises(NotAllowedError):
        writing.correct(row, linked.message("Other."), ["federal", "regional"], other)


def test_a_correction_is_marked_at_least_as_what_it_corrects(bar: Founded) -> None:
    entered = say(bar.author(), to=["regional"])
    row = Message.objects.at(None).get(key=entered.content.object)
    with pytest.raises(ExchangeRefusal, match="at least to everybody"):
        writing.correct(row, linked.message("Seven."), [], bar.author())
    writing.correct(row, linked.message("Seven."), ["regional"], bar.author())
    assert kinds("regional-hq")[2:] == ["message/1", "message/1"]


def test_what_was_released_to_nobody_cannot_be_recalled(bar: Founded) -> None:
    held = say(bar.author(), to=())
    with pytest.raises(ExchangeRefusal, match="nothing to recall"):
        writing.recall(held.record.digest, {"en": "No."}, "en", bar.author())


def test_a_record_is_never_put_here_as_withheld_and_a_message_never_bears_a_number(bar: Founded) -> None:
    from tansiq.centre.door.putting import put  # noqa: PLC0415 - used past its part's own functions here alone

    with pytest.raises(NotAllowedError):
        put("withheld/1", {"clause": "1", "kind": "message"}, bar.author(), object="x")
    with pytest.raises(ExchangeRefusal, match="drawn by lot"):
        put("message/1", linked.message(), bar.author(), object="msg-1")


@pytest.mark.usefixtures("unproved", "anybody_may")
def test_stubs_are_the_same_after_rebuilding_even_with_another_key(
    centre: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [{"clause": "A5.5", "kinds": ["message"], "from": linked.ALL, "to": linked.ALL, "stubs": True}]
    linked.adopt(release=rules)
    say(centre.author(), to=())
    stub = Released.objects.at(None).get(recipient="regional-hq", stub=True)
    assert stub.kind == "withheld/1"
    assert not Entry.objects.filter(digest=stub.digest).exists()
    monkeypatch.setattr("tansiq.centre.partners.stubs.centre_signer", lambda: linked.PartnerLog().signer)
    rebuild(lambda _done, _what: None)
    assert bytes(Released.objects.at(None).get(recipient="regional-hq", stub=True).entry) == bytes(stub.entry)


def test_what_was_written_before_terms_held_stays_at_home(centre: Founded, unproved: None, anybody_may: None) -> None:  # noqa: ARG001 - used for their effects
    say(centre.author())
    linked.adopt()
    assert kinds("regional-hq") == ["key_certificate/1", "key_certificate/1"]


def test_an_amendment_for_later_leaves_the_terms_that_hold_now(bar: Founded) -> None:
    linked.adopt(version=2, effective_at="2040-01-01T00:00:00+03:00", release=[])
    say(bar.author())
    assert kinds("regional-hq")[2:] == ["message/1"]
