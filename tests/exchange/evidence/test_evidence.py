"""Each fault is written down, checked by somebody who has only the roots, and told in three languages."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError, TansiqError
from tansiq.exchange.errors import (
    ForkError,
    OwnStaleRestoreError,
    PartnerFaultError,
    ProvesNothingError,
    RevokedPartnerKeyError,
)
from tansiq.exchange.evidence import check_evidence, entry_exhibits, make_evidence, parse_evidence
from tansiq.exchange.evidence.checking import _CHECKS
from tansiq.exchange.limits import LIMITS
from tansiq.journal.audit import FaultyPartError, Finding
from tansiq.journal.errors import TooLargeError, UnknownSignerError
from tansiq.journal.note import Note, sign_note
from tansiq.language import LANGUAGES
from tests.exchange.evidence import cases
from tests.journal.writing import BAR, FEDERAL_ROOT, REGIONAL_ROOT, ROOTS, certificate, signer

FILES = {name: cases.evidence(make()) for name, (make, _) in cases.CASES.items()}


def told(data: bytes) -> list[Finding]:
    findings: list[Finding] = []
    check_evidence(data, ROOTS, findings.append)
    return findings


def proves(data: bytes) -> bool:
    try:
        return check_evidence(data, ROOTS).proved
    except TansiqError:
        return False


def test_every_fault_of_a_partner_can_be_written_down_and_checked() -> None:
    faults = {"other", *(each.fault for each in PartnerFaultError.__subclasses__())}
    assert faults | {OwnStaleRestoreError.fault} == set(_CHECKS)
    assert faults == {make().fault for make, _ in cases.CASES.values()}


@pytest.mark.parametrize("name", FILES)
def test_a_fault_is_shown_to_whoever_has_the_roots(name: str) -> None:
    make, proved = cases.CASES[name]
    checked = check_evidence(FILES[name], ROOTS)
    assert (checked.fault, checked.log, checked.seen_by) == (make().fault, cases.ORIGIN, cases.SEEN_BY)
    assert checked.seen_at == cases.AT
    assert checked.proved is proved


@pytest.mark.parametrize("name", FILES)
def test_what_is_proved_and_what_is_said_are_told_apart_in_every_language(name: str) -> None:
    proved = cases.CASES[name][1]
    findings = told(FILES[name])
    assert all(each.words(language) for each in findings for language in LANGUAGES)
    assert any(each.template.startswith("Proved: ") for each in findings) is proved
    assert any(each.template.startswith("By the word of ") and each.doubt for each in findings) is not proved


def test_a_fork_says_who_signed_both_heads_and_where_they_part() -> None:
    words = [each.words("en") for each in told(FILES["fork"])]
    assert any(cases.HQ.key.label in each and "a key of federal" in each for each in words)
    assert any("its first 13 entries are others" in each for each in words)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(data=st.data())
def test_a_flipped_bit_is_refused(name: str, data: st.DataObject) -> None:
    flipped = bytearray(FILES[name])
    at = data.draw(st.integers(0, len(flipped) - 1))
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TansiqError):
        check_evidence(bytes(flipped), ROOTS)


@pytest.mark.parametrize("name", [name for name, (_, proved) in cases.CASES.items() if proved])
@settings(max_examples=60)
@given(data=st.data())
def test_a_lying_maker_cannot_change_a_bit_of_what_is_proved(name: str, data: st.DataObject) -> None:
    error = cases.CASES[name][0]()
    exhibit, value = data.draw(st.sampled_from([each for each in error.exhibits if each[1]]))
    flipped = bytearray(value)
    flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert not proves(cases.evidence(error, {exhibit: bytes(flipped)}))


@pytest.mark.parametrize("name", [name for name, (_, proved) in cases.CASES.items() if not proved])
def test_what_is_only_said_still_needs_its_signed_head(name: str) -> None:
    error = cases.CASES[name][0]()
    for exhibit, _ in error.exhibits:
        without = {exhibit: None}
        with pytest.raises(DoesNotVerifyError):
            check_evidence(cases.evidence(error, without), ROOTS)


def test_a_log_that_only_grew_is_no_fork() -> None:
    honest = cases.fork(cases.LOG)
    with pytest.raises(ProvesNothingError, match="one and the same history"):
        check_evidence(cases.evidence(honest), ROOTS)


def test_two_heads_of_different_sizes_alone_prove_no_fork() -> None:
    error = cases.fork()
    alone = ForkError("", exhibits=tuple(each for each in error.exhibits if each[0].startswith("head-")))
    with pytest.raises(ProvesNothingError, match="root-then"):
        check_evidence(cases.evidence(alone), ROOTS)


def test_a_head_signed_before_the_key_was_revoked_proves_nothing() -> None:
    error = cases.head_after_revocation()
    with pytest.raises(ProvesNothingError, match="before the key was revoked"):
        check_evidence(cases.evidence(error, {"head-shown": cases.head(cases.LOG, 4)}), ROOTS)


def test_another_partys_root_revokes_nothing() -> None:
    error = cases.head_after_revocation()
    theirs = cases.revocation(cases.HQ, REGIONAL_ROOT).entry
    with pytest.raises(FaultyPartError):
        check_evidence(cases.evidence(error, {"revocation": theirs}), ROOTS)


def test_an_entry_before_the_revocation_of_its_key_proves_nothing() -> None:
    entries = [*cases.LOG, cases.revocation(cases.HQ).entry]
    exhibits = cases.entry_after_exhibits(
        cases.head(entries), (4, entries[4]), (len(cases.LOG), entries[-1]), cases.tree(entries)
    )
    with pytest.raises(ProvesNothingError, match="stands before the revocation"):
        check_evidence(cases.evidence(RevokedPartnerKeyError("", exhibits=exhibits)), ROOTS)


def test_an_entry_by_a_stranger_is_shown_to_stand_under_the_head() -> None:
    entries = [*cases.LOG, cases.written(50, cases.STRANGER).entry]
    exhibits = entry_exhibits(cases.head(entries), len(cases.LOG), entries[-1], cases.tree(entries))
    findings = told(cases.evidence(RevokedPartnerKeyError("", exhibits=exhibits)))
    assert any(f"holds this as entry {len(cases.LOG)}." in each.words("en") and not each.doubt for each in findings)
    with pytest.raises(DoesNotVerifyError):
        check_evidence(cases.evidence(RevokedPartnerKeyError("", exhibits=exhibits), {"entry-index": b"3"}), ROOTS)


@pytest.mark.parametrize("make", [cases.missing_attachment, cases.altered_attachment])
def test_a_record_that_names_another_attachment_shows_nothing_of_this_one(
    make: Callable[[], PartnerFaultError],
) -> None:
    with pytest.raises(FaultyPartError, match="entry"):
        check_evidence(cases.evidence(make(), {"entry": cases.LOG[3]}), ROOTS)
    assert any("names the attachment" in each.words("en")
               for each in told(cases.evidence(make(), {"entry": cases.naming().entry})))  # fmt: skip


def test_an_attachment_that_came_as_it_is_named_was_not_altered() -> None:
    with pytest.raises(ProvesNothingError, match="as the record names it"):
        check_evidence(cases.evidence(cases.altered_attachment(cases.SKETCH)), ROOTS)


OURS = "tansiq.example/bar/to/federal-hq"


@pytest.mark.parametrize(("here", "says"), [(b"12", "had 12 of these entries"), (b"20", "had other entries")])
def test_a_centre_that_lost_entries_of_its_own_log_says_so_and_its_key_proves_the_rest(here: bytes, says: str) -> None:
    shown = cases.head(cases.LOG[:20], by=BAR, origin=OURS)
    error = OwnStaleRestoreError("", exhibits=(("head-shown", shown), ("entries-here", here)))
    data = make_evidence(error, log=OURS, seen_by=BAR.name, seen_at=cases.AT, certificates=cases.KNOWN, signer=BAR)
    assert not check_evidence(data, ROOTS).proved
    assert any(says in each.words("en") for each in told(data))


def test_another_centre_cannot_say_that_one_has_lost_entries() -> None:
    error = OwnStaleRestoreError("", exhibits=(("head-shown", cases.head(cases.LOG)), ("entries-here", b"3")))
    data = make_evidence(
        error, log=cases.ORIGIN, seen_by=cases.SEEN_BY, seen_at=cases.AT, certificates=cases.KNOWN, signer=BAR
    )
    with pytest.raises(ProvesNothingError, match="not one of the centre that made this file"):
        check_evidence(data, ROOTS)


def test_certificates_among_the_exhibits_serve_like_the_others() -> None:
    error = cases.fork()
    error.exhibits += (("certificate-1", cases.HQ_CERTIFICATE.entry),)
    data = cases.evidence(error, certificates=[each.entry for each in cases.CERTIFICATES])
    assert check_evidence(data, ROOTS).proved


def test_an_honest_entry_is_not_called_altered() -> None:
    error = cases.no_record(cases.written(50).entry)
    with pytest.raises(ProvesNothingError, match="signed by a key that might sign it"):
        check_evidence(cases.evidence(error), ROOTS)


def test_a_head_that_every_party_certified_is_not_called_uncertified() -> None:
    error = cases.uncertified_head()
    both = cases.evidence(error, {"head-shown": cases.head(cases.LOG, by=BAR)})
    with pytest.raises(ProvesNothingError, match="every party has certified"):
        check_evidence(both, ROOTS)
    one = told(cases.evidence(error, {"head-shown": cases.head(cases.LOG)}))
    assert any("certified by federal only" in each.words("en") for each in one)


def test_a_key_of_another_centre_does_not_speak_for_this_one() -> None:
    error = cases.stale_restore()
    with pytest.raises(FaultyPartError) as refused:
        check_evidence(cases.evidence(error, {"head-shown": cases.head(cases.LOG[:9], 3, by=BAR)}), ROOTS)
    assert isinstance(refused.value.reason, UnknownSignerError)


def test_a_file_that_its_maker_did_not_sign_is_refused() -> None:
    with pytest.raises(FaultyPartError, match="not signed by the centre that is said to have made it"):
        check_evidence(cases.evidence(cases.fork(), by=cases.HQ), ROOTS)


def test_roots_of_strangers_prove_nothing() -> None:
    findings: list[Finding] = []
    strangers = {"federal": (REGIONAL_ROOT.key,), "regional": (FEDERAL_ROOT.key,)}
    with pytest.raises(FaultyPartError, match="not signed by the centre that is said to have made it"):
        check_evidence(FILES["fork"], strangers, findings.append)
    assert "The exhibit certificate-1 certifies nothing." in [each.words("en") for each in findings]


def test_only_certificates_that_are_needed_are_written_down() -> None:
    watch = [signer(f"federal.example/watch-{number}", 100 + number) for number in range(70)]
    others = [certificate(key, FEDERAL_ROOT, "watch").entry for key in watch]
    every = [b"?", cases.revocation(cases.HQ).entry, *cases.LOG[1:], *others, *cases.KNOWN]
    assert cases.evidence(cases.fork(), certificates=every) == FILES["fork"]


def test_a_certificate_that_does_not_hold_spoils_no_evidence() -> None:
    bogus = certificate(cases.HQ, cases.STRANGER, "centre")
    data = cases.evidence(cases.fork(), certificates=[bogus.entry, *cases.KNOWN])
    assert check_evidence(data, ROOTS).proved
    assert any("certificate-1 certifies nothing" in each.words("en") for each in told(data))


def test_an_exhibit_of_an_unknown_name_is_named_and_not_looked_at() -> None:
    data = cases.evidence(cases.fork(), {"something-else": b"x"})
    assert any("something-else" in each.words("en") and each.doubt for each in told(data))


def test_a_fault_that_this_version_does_not_know_is_refused() -> None:
    read, _ = parse_evidence(FILES["fork"])
    text = replace(read, fault="later").text
    with pytest.raises(ProvesNothingError, match="later"):
        check_evidence(bytes(Note(text, (sign_note(text, BAR),))), ROOTS)


def test_more_than_may_be_is_neither_read_nor_written() -> None:
    with pytest.raises(TooLargeError):
        parse_evidence(b"x" * (LIMITS.evidence_bytes + 1))
    with pytest.raises(TooLargeError):
        cases.evidence(cases.fork(), {f"more-{number}": b"" for number in range(64)})


def test_the_same_fault_makes_the_same_bytes() -> None:
    assert cases.evidence(cases.fork()) == FILES["fork"]
