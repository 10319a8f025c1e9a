"""Certificates before first use, revocations after: a release log is checked by itself, with the roots alone."""

from typing import Any

import pytest

from tansiq.errors import DoesNotVerifyError
from tansiq.exchange.release import Item
from tansiq.journal.audit import Finding, audit_log
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record
from tansiq.journal.record.decision import sign_decision
from tests.exchange.release.world import (
    ADOPTED,
    HQ,
    HQ_KEY,
    NEXT_HQ,
    NEXT_ROOT,
    ROOTS,
    TO_BAR,
    WATCH,
    World,
    begun,
    certificate,
    late,
    later,
    log_of,
    marked,
    message,
    revocation,
    write,
)
from tests.journal.writing import BODIES, FEDERAL_ROOT, FEDERAL_SIGNATORY

PROPOSAL = write(
    "decision_proposal/1",
    {key: value for key, value in BODIES["decision_proposal/1"].items() if key != "texts_decided"},
    object="gap-2-31",
    marking=marked("regional"),
)


def signature(by: NoteSigner, **fields: object) -> Record:
    body: dict[str, Any] = {
        "record": PROPOSAL.digest,
        "act": "confirm_receipt",
        "signature": sign_decision(PROPOSAL, by),
    }
    return write("decision_signature/1", body, by, **({"object": "signs", "marking": marked("regional")} | fields))


def released(number: int = 0, by: NoteSigner | None = None, **fields: object) -> Record:
    signer = {} if by is None else {"by": by}
    return write("message/1", message(number), **({"marking": marked("regional")} | signer | fields))


def kinds(items: list[Item]) -> list[str]:
    return [item.kind for item in items]


def verify(world: World, by: NoteSigner | None = None) -> None:
    """Check the release log as anybody would who has the roots."""
    files = log_of([item.entry for item in world.released], TO_BAR, by or world.by)
    audit_log(files, ROOTS)


def test_a_signers_certificate_comes_before_the_first_record_it_signed_and_only_then() -> None:
    signatory = certificate("signatory", "root", "signatory")
    world = begun().enter_all([signatory, PROPOSAL])
    assert signatory.digest not in world.digests
    first = world.enter(signature(FEDERAL_SIGNATORY))
    assert [item.digest for item in first] == [signatory.digest, signature(FEDERAL_SIGNATORY).digest]
    assert len(world.enter(signature(FEDERAL_SIGNATORY, at=later(1)))) == 1
    verify(world)


def test_certificates_of_keys_that_signed_nothing_here_stay_at_home() -> None:
    world = begun().enter_all([certificate("signatory", "root", "signatory"), certificate("watch", "root", "watch")])
    assert world.digests == [HQ_KEY.digest]


def test_a_new_roots_certificate_comes_before_what_it_certified() -> None:
    watch = certificate("watch", "next_root", "watch")
    world = begun().enter_all([certificate("next_root", "root", "root"), watch, PROPOSAL, signature(WATCH)])
    expected = [HQ_KEY, PROPOSAL, certificate("next_root", "root", "root"), watch, signature(WATCH)]
    assert world.digests == [each.digest for each in expected]
    verify(world)


def test_a_new_key_of_the_centre_is_there_before_it_signs_a_head() -> None:
    world = begun().enter_all([certificate("next_hq", "root", "centre")])
    assert world.digests == [HQ_KEY.digest, certificate("next_hq", "root", "centre").digest]
    verify(world, NEXT_HQ)


def test_the_revocation_of_a_key_in_the_log_follows_it() -> None:
    world = begun().enter_all([certificate("next_hq", "root", "centre")])
    assert len(world.enter(revocation(world.by))) == 1
    verify(world, NEXT_HQ)


def test_the_revocation_of_a_key_that_is_not_in_the_log_says_nothing() -> None:
    assert begun().enter_all([certificate("watch", "root", "watch")]).enter(revocation(WATCH)) == ()


def test_the_revocation_of_a_root_is_always_told() -> None:
    by_next = revocation(FEDERAL_ROOT, NEXT_ROOT)
    world = begun().enter_all([certificate("next_root", "root", "root"), by_next])
    assert kinds(world.released) == ["key_certificate/1", "key_certificate/1", "key_revocation/1"]
    verify(world)


def test_what_was_revoked_before_the_log_began_is_told_at_its_beginning() -> None:
    before = [HQ_KEY, certificate("next_hq", "root", "centre"), revocation(World().by), ADOPTED]
    world = World(by=NEXT_HQ).enter_all(before)
    assert world.digests == [each.digest for each in before[:3]]
    verify(world)


def test_a_key_revoked_before_its_first_record_is_released_comes_with_its_revocation() -> None:
    hidden = signature(WATCH, marking=None)
    watch = certificate("watch", "root", "watch")
    world = begun().enter_all([watch, PROPOSAL, hidden, revocation(WATCH)])
    items = world.enter(write("release/1", late(hidden), at=later(1)))
    assert [item.digest for item in items] == [watch.digest, hidden.digest, revocation(WATCH).digest]
    verify(world)


def test_what_a_key_signed_whose_revocation_the_log_tells_is_withheld_since_every_reader_would_refuse_it() -> None:
    old = released(1, marking=None)
    world = begun().enter_all([old, certificate("next_hq", "root", "centre"), revocation(World().by)])
    world.by = NEXT_HQ
    assert world.enter(write("release/1", late(old), NEXT_HQ, at=later(1))) == ()
    assert len(world.enter(released(2, NEXT_HQ))) == 1
    verify(world)


def test_without_the_certificate_the_log_would_not_verify() -> None:
    world = begun().enter_all([certificate("signatory", "root", "signatory"), PROPOSAL, signature(FEDERAL_SIGNATORY)])
    del world.released[2]
    with pytest.raises(DoesNotVerifyError, match="no certificate says so"):
        verify(world)


def test_a_revocation_that_names_a_far_place_of_the_journal_leaves_the_release_log_whole() -> None:
    """The place is one of the journal, which has more entries than what was released; all by that key is doubtful."""
    world = begun().enter_all([released(), certificate("next_hq", "root", "centre"), revocation(HQ, since=500)])
    files = log_of([item.entry for item in world.released], TO_BAR, NEXT_HQ)
    told: list[Finding] = []
    audit_log(files, ROOTS, tell=told.append)
    assert [each.fields["count"] for each in told if each.doubt and "later reported lost" in each.template] == [1]
