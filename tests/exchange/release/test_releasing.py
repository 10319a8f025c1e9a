"""What each record of the journal adds to one recipient's log."""

import json
from typing import Any

import pytest

from tansiq.exchange.agreement_file import adopted_terms
from tansiq.exchange.release import Outcome, attachments, references, release
from tansiq.journal.record import Record, read_record
from tests.exchange.release.world import (
    ADOPTED,
    FILE,
    FOR_BAR,
    FOR_RHQ,
    FROM_BAR,
    HQ_KEY,
    STRANGE,
    World,
    adoption,
    begun,
    late,
    later,
    marked,
    message,
    recall,
    rule,
    write,
)
from tests.journal.writing import BODIES


def released(number: int = 0, **fields: object) -> Record:
    return write("message/1", message(number), marking=marked("regional"), **fields)


def kept(number: int = 0, **fields: object) -> Record:
    return write("message/1", message(number), **fields)


def refers(to: Record | str, **fields: object) -> Record:
    digest = to if isinstance(to, str) else to.digest
    return write("message/1", message(answers=digest), marking=marked("regional"), **fields)


def test_the_log_begins_with_the_centres_certificate_when_an_agreement_links_the_recipient() -> None:
    assert begun().digests == [HQ_KEY.digest]


def test_the_log_begins_at_adoption_though_the_agreement_takes_effect_later() -> None:
    future = write("adopted_agreement/1", adoption(FOR_BAR, at=later(3600)), object="ag-1")
    world = World().enter_all([HQ_KEY, future, released()])
    assert world.digests == [HQ_KEY.digest]


def test_the_log_begins_though_the_rule_runs_only_towards_this_centre() -> None:
    towards = rule("A2", ["message"], ["hq"])
    towards["from"] = ["bar"]
    world = World().enter_all([HQ_KEY, write("adopted_agreement/1", adoption(towards), object="ag-1")])
    assert world.digests == [HQ_KEY.digest]


def test_an_agreement_that_does_not_link_the_recipient_begins_nothing() -> None:
    other = write("adopted_agreement/1", adoption(FOR_RHQ), object="ag-1")
    assert World().enter_all([HQ_KEY, other, released()]).released == []


def test_an_agreement_that_has_ended_begins_nothing() -> None:
    ended = write("adopted_agreement/1", adoption(FOR_BAR, ends_at=later(5).isoformat()), object="ag-1", at=later(5))
    assert World().enter_all([HQ_KEY, ended, released(at=later(6))]).released == []


def test_what_the_rule_releases_is_appended_as_it_stands_in_the_journal() -> None:
    world = begun()
    [item] = world.enter(released())
    assert (item.entry, item.clause, item.kind, item.stub) == (released().entry, "A1.1", "message/1", False)


def test_an_expired_agreement_releases_nothing() -> None:
    ends = write("adopted_agreement/1", adoption(FOR_BAR, ends_at=later(10).isoformat()), object="ag-1")
    world = World().enter_all([HQ_KEY, ends, released(1), kept(2)])
    after = [
        released(3, at=later(10)),
        write("recall/1", recall(released(1)), at=later(11)),
        write("release/1", late(kept(2)), at=later(12)),
    ]
    assert world.enter_all(after).digests == [HQ_KEY.digest, released(1).digest]


def test_an_amendment_holds_for_what_is_entered_after_it_took_effect() -> None:
    narrower = write("adopted_agreement/1", adoption(FOR_RHQ, at=later(20)), object="ag-1", at=later(10))
    world = begun().enter_all([narrower, released(1, at=later(19)), released(2, at=later(20))])
    assert world.digests == [HQ_KEY.digest, released(1, at=later(19)).digest]


def test_what_widening_terms_would_release_now_is_not_released_by_itself() -> None:
    narrow = write("adopted_agreement/1", adoption(FOR_RHQ), object="ag-1")
    world = World().enter_all([HQ_KEY, narrow, released(1)])
    wide = write("adopted_agreement/1", adoption(FOR_BAR, FOR_RHQ), object="ag-1", at=later(5))
    assert world.enter_all([wide, released(2, at=later(6))]).digests == [HQ_KEY.digest, released(2, at=later(6)).digest]


def test_a_late_release_of_an_old_record_reaches_who_read_everything_before_it() -> None:
    world = begun().enter_all([kept(1), released(2)])
    assert [item.digest for item in world.enter(write("release/1", late(kept(1))))] == [kept(1).digest]


def test_a_late_release_arrives_once() -> None:
    world = begun().enter_all([kept(1), released(2), write("release/1", late(kept(1)))])
    world.enter_all([write("release/1", late(kept(1), released(2)), at=later(1))])
    assert world.digests.count(kept(1).digest) == world.digests.count(released(2).digest) == 1


def test_a_late_release_itself_does_not_travel_nor_does_one_that_a_rule_names() -> None:
    every = write("adopted_agreement/1", adoption(rule("A1", ["release", "message"], ["bar"])), object="ag-1")
    world = World().enter_all([HQ_KEY, every, write("release/1", late(STRANGE), marking=marked("regional"))])
    assert world.digests == [HQ_KEY.digest]


@pytest.mark.parametrize(
    "attempt",
    [
        write("release/1", late(kept(1), to=["federal"])),
        write("release/1", late(kept(1)), party="regional"),
        write("release/1", late(STRANGE)),
        write("release/1", late(HQ_KEY, ADOPTED)),
    ],
    ids=["to another", "by another party", "of what is not there", "of what no rule names"],
)
def test_a_late_release_releases_only_ones_own_of_a_named_kind_to_whom_it_names(attempt: Record) -> None:
    assert begun().enter_all([kept(1)]).enter(attempt) == ()


def test_a_late_release_brings_what_is_referred_to_before_what_refers() -> None:
    first = kept(1)
    second = write("message/1", message(2), supersedes=first.digest)
    third = write("message/1", message(3), supersedes=second.digest)
    world = begun().enter_all([first, second, third])
    items = world.enter(write("release/1", late(third, second, first)))
    assert [item.digest for item in items] == [first.digest, second.digest, third.digest]


def test_a_late_release_does_not_bring_what_refers_to_something_that_stays() -> None:
    first = kept(1)
    second = write("message/1", message(2), supersedes=first.digest)
    assert begun().enter_all([first, second]).enter(write("release/1", late(second))) == ()


def test_five_hundred_records_that_each_continue_the_last_are_released_together() -> None:
    chain = [kept(0)]
    for number in range(1, 500):
        chain.append(write("message/1", message(number), supersedes=chain[-1].digest))
    items = begun().enter_all(chain).enter(write("release/1", late(*reversed(chain))))
    assert [item.digest for item in items] == [each.digest for each in chain]


def test_a_recall_goes_to_whom_the_record_went() -> None:
    world = begun().enter_all([released(1)])
    called_back = write("recall/1", recall(released(1)))
    assert [item.digest for item in world.enter(called_back)] == [called_back.digest]


def test_the_recall_of_something_unreleased_says_nothing() -> None:
    assert begun().enter_all([kept(1)]).enter(write("recall/1", recall(kept(1)), marking=marked("regional"))) == ()


def test_a_party_recalls_only_its_own() -> None:
    world = begun().enter_all([released(1)])
    assert world.enter(write("recall/1", recall(released(1)), party="regional")) == ()


def test_a_recall_of_what_was_released_late_goes_too() -> None:
    world = begun().enter_all([kept(1), write("release/1", late(kept(1)))])
    assert len(world.enter(write("recall/1", recall(kept(1))))) == 1


def test_the_correction_of_an_unreleased_record_is_withheld() -> None:
    correction = write("message/1", message(2), marking=marked("regional"), supersedes=kept(1).digest)
    assert begun().enter_all([kept(1)]).enter(correction) == ()


def test_the_correction_of_a_released_record_is_released() -> None:
    correction = write("message/1", message(2), marking=marked("regional"), supersedes=released(1).digest)
    assert len(begun().enter_all([released(1)]).enter(correction)) == 1


@pytest.mark.parametrize("answered", [released(1).digest, "from them"])
def test_an_answer_to_what_was_released_or_received_is_released(answered: str) -> None:
    world = begun().enter_all([released(1)])
    world.ledger.receive(["sha256:" + "aa" * 32])
    assert len(world.enter(refers("sha256:" + "aa" * 32 if answered == "from them" else answered))) == 1


def test_an_answer_to_something_else_is_withheld() -> None:
    world = begun().enter_all([kept(1)])
    assert world.enter(refers(kept(1))) == () == world.enter(refers(STRANGE))


def test_a_decision_is_released_only_with_the_texts_it_decides_on() -> None:
    proposal = write("decision_proposal/1", BODIES["decision_proposal/1"], marking=marked("regional"))
    assert STRANGE not in references(proposal.content)
    assert begun().enter(proposal) == ()


def acknowledgement(log: str = FROM_BAR, record: str = STRANGE) -> Record:
    return write("acknowledgement/1", {"log": log, "record": record, "act": "acknowledged"})


def test_an_acknowledgement_goes_to_the_centre_whose_log_it_names() -> None:
    there, elsewhere = begun("bar"), begun("rhq")
    for world in (there, elsewhere):
        world.ledger.receive([STRANGE])
    assert [item.digest for item in there.enter(acknowledgement())] == [acknowledgement().digest]
    assert elsewhere.enter(acknowledgement()) == ()


@pytest.mark.parametrize("log", ["tansiq.example/bar/to/rhq", "other.example/bar/to/hq", "regional.example/rhq/to/hq"])
def test_an_acknowledgement_in_another_log_is_not_released(log: str) -> None:
    world = begun()
    world.ledger.receive([STRANGE])
    assert world.enter(acknowledgement(log)) == ()


def test_an_acknowledgement_of_what_never_came_is_not_released() -> None:
    assert begun().enter(acknowledgement()) == ()


OF_OTHER_LOGS = {
    "receipt/1": {"log": FROM_BAR, "size": 4, "head": "as it came"},
    "received/1": {"log": FROM_BAR, "first": 0, "end": 4, "head": "as it came", "root": "A" * 43 + "="},
    "retention/1": {"entries": [0], "rule": "movement detail 30 days"},
}


@pytest.mark.parametrize("kind", OF_OTHER_LOGS)
def test_what_speaks_of_places_in_another_log_never_travels_whatever_a_rule_says(kind: str) -> None:
    named = rule("A1", [each.partition("/")[0] for each in OF_OTHER_LOGS], ["bar"], stubs=True)
    world = World().enter_all([HQ_KEY, write("adopted_agreement/1", adoption(named), object="ag-1")])
    assert world.enter(write(kind, OF_OTHER_LOGS[kind], marking=marked("regional"))) == ()


def withheld(**fields: object) -> Record:
    return write("duty_log_entry/1", BODIES["duty_log_entry/1"], **({"object": "item-12"} | fields))


def test_a_stub_says_clause_and_kind_and_holds_nothing_of_the_record() -> None:
    [item] = begun().enter(withheld())
    stub = read_record(item.entry)
    assert (item.stub, item.clause, stub.content.body) == (True, "A1.2", {"clause": "A1.2", "kind": "duty_log_entry"})
    shared = {"centre", "entered_at", "event_at", "party", "received_at"}
    mine, its = json.loads(stub.payload), json.loads(withheld().payload)
    assert {name for name in mine if mine[name] == its.get(name)} == shared
    assert withheld().digest.removeprefix("sha256:") not in item.entry.decode()


def test_a_stub_hides_when_it_happened_and_when_it_was_told() -> None:
    told = withheld(event_at=later(-900), received_at=later(-60))
    stub = read_record(begun().enter(told)[0].entry).content
    assert stub.event_at == stub.received_at == stub.entered_at == told.content.entered_at


def test_stubs_are_numbered_by_their_own_place_in_the_log() -> None:
    world = begun().enter_all([kept(1), withheld(), kept(2), withheld(at=later(1))])
    assert [read_record(item.entry).content.object for item in world.released[1:]] == ["withheld-1", "withheld-2"]


def test_what_refers_to_something_unreleased_leaves_a_stub_where_one_is_due() -> None:
    correction = withheld(marking=marked("regional"), supersedes=STRANGE)
    [item] = begun().enter(correction)
    assert item.stub


def test_a_kind_that_is_not_known_here_is_never_released() -> None:
    newer = released(1).content
    [version_9] = [type(newer)(**({name: getattr(newer, name) for name in newer.__slots__} | {"kind": "message/9"}))]
    assert release(adopted_terms(ADOPTED.content.body), version_9, "bar").outcome is Outcome.RELEASED
    of_newer = Record(released(1).entry, released(1).signature, bytes(version_9), version_9)
    assert begun().enter(of_newer) == ()


def test_references_are_found_wherever_they_stand_and_files_are_none() -> None:
    carried: list[dict[str, Any]] = [{"digest": FILE, "bytes": 3, "media_type": "image/png"}]
    content = write("message/1", message(answers=STRANGE, attachments=carried), supersedes=HQ_KEY.digest).content
    assert references(content) == {STRANGE, HQ_KEY.digest}
    assert attachments(content) == (FILE,)
    assert attachments(released().content) == ()
