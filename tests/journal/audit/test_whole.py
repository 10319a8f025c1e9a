"""A whole log: it verifies as it was written, and every change to any file is found and named."""

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError
from tansiq.journal import errors
from tansiq.journal.audit import Finding, audit_log
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles, bundle_path, decode_bundle, encode_bundle
from tansiq.journal.record import Record
from tests.journal.writing import (
    BAR,
    CERTIFICATES,
    FEDERAL_ROOT,
    ORIGIN,
    PROPOSAL,
    REGIONAL_ROOT,
    REGIONAL_SIGNATORY,
    ROOTS,
    SIGNATURES,
    STRANGER,
    certificate,
    decision_signature,
    log_of,
    record,
    signer,
    story,
)

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

STORY = story()
SIZE = len(STORY)
LOG = log_of(STORY, cosign_at_s=1_795_000_000)
LONG = log_of(story(300))


def said(files: MemoryFiles) -> list[Finding]:
    findings: list[Finding] = []
    audit_log(files, ROOTS, tell=findings.append)
    return findings


def with_last(*records: Record) -> MemoryFiles:
    return log_of([*STORY, *records])


def test_a_log_verifies_as_it_was_written() -> None:
    audited = audit_log(LOG, ROOTS)
    assert (audited.head.origin, audited.head.size) == (ORIGIN, SIZE)
    assert audited.kinds["duty_log_entry/1"] == 7
    assert [each.key.name for each in audited.signed] == ["tansiq.example/bar", "regional.example/witness"]


def test_the_findings_say_who_signed_what() -> None:
    words = " ".join(finding.words("en") for finding in said(LOG))
    for name in (ORIGIN, f"{SIZE} entries", "tansiq.example/bar+", "gap-2-31", "federal federal.example/signatory-1+",
                 "regional regional.example/signatory-1+", "regional.example/witness+", "18 1406C NOV 26"):  # fmt: skip
        assert name in words
    assert not any(finding.doubt for finding in said(LOG))


def test_a_log_of_several_tiles_verifies() -> None:
    assert audit_log(LONG, ROOTS).head.size == 309


def test_an_empty_log_has_a_head_that_nobody_could_sign() -> None:
    # Nobody has been certified yet, so nobody can have signed its head.
    with pytest.raises(DoesNotVerifyError, match="None of the trusted keys"):
        audit_log(log_of([]), ROOTS)


def test_without_roots_of_ones_own_the_logs_are_to_be_compared_on_paper() -> None:
    findings: list[Finding] = []
    audit_log(LOG, tell=findings.append)
    doubts = [finding.words("en") for finding in findings if finding.doubt]
    assert len(doubts) == 1
    assert str(FEDERAL_ROOT.key) in doubts[0]


@settings(max_examples=300)
@given(st.data())
def test_a_flipped_bit_in_any_file_is_found_and_the_file_or_entry_named(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(LOG)))
    at, bit = data.draw(st.integers(0, len(LOG[name]) - 1)), data.draw(st.integers(0, 7))
    damaged = MemoryFiles(LOG)
    damaged[name] = LOG[name][:at] + bytes([LOG[name][at] ^ 1 << bit]) + LOG[name][at + 1 :]
    doubts: list[Finding] = []
    try:
        audit_log(damaged, ROOTS, tell=doubts.append)
    except DoesNotVerifyError as error:
        words = str(error)
    else:  # a witness's name or key id: then its cosignature is a stranger's, which proves nothing and spoils nothing
        words = " ".join(finding.words("en") for finding in doubts if finding.doubt)
        assert "keys that nobody certified, so they prove nothing" in words
    # A size changed in the head asks for tiles that are not there: then these are what is named.
    assert name in words or name in {"roots", "checkpoint"}, words


@pytest.mark.parametrize("name", sorted(LONG))
def test_a_changed_file_of_a_longer_log_is_found(name: str) -> None:
    middle = len(LONG[name]) // 2
    damaged = MemoryFiles(LONG)
    damaged[name] = LONG[name][:middle] + bytes([LONG[name][middle] ^ 4]) + LONG[name][middle + 1 :]
    with pytest.raises(DoesNotVerifyError):
        audit_log(damaged, ROOTS)


@pytest.mark.parametrize("name", sorted(set(LONG) - {"checkpoint"}))
def test_a_missing_file_is_named(name: str) -> None:
    files = MemoryFiles(LONG)
    del files[name]
    with pytest.raises(DoesNotVerifyError, match=re.escape(name)):
        audit_log(files, ROOTS)


@pytest.mark.parametrize("name", sorted(LONG))
@pytest.mark.parametrize("change", [lambda data: data + b"\0", lambda data: data[:-1], lambda _: b""])
def test_a_file_cut_or_drawn_out_is_found(name: str, change: object) -> None:
    files = MemoryFiles(LONG)
    files[name] = change(files[name])  # type: ignore[operator]  # a column of functions
    with pytest.raises(DoesNotVerifyError):
        audit_log(files, ROOTS)


def test_entry_and_tile_are_told_apart_by_the_head() -> None:
    bundle, tile = bundle_path(0, SIZE), f"tile/0/000.p/{SIZE}"
    files = MemoryFiles(LOG)
    entries = decode_bundle(files[bundle], bundle)
    entries[9] = record(object="item-1", party="regional", author_role="planner").entry
    files[bundle] = encode_bundle(entries)
    with pytest.raises(errors.AlteredError, match=r"Entry 9 in tile/entries/000\.p/15 was altered"):
        audit_log(files, ROOTS)
    files = MemoryFiles(LOG)
    files[tile] = files[tile][: 32 * 9] + b"\0" * 32 + files[tile][32 * 10 :]
    with pytest.raises(errors.AlteredError, match=r"tile/0/000\.p/15 was altered: the hash of entry 9"):
        audit_log(files, ROOTS)


def test_a_rewritten_log_without_the_logs_key_is_found() -> None:
    rewritten = log_of([*STORY[:9], record(object="never"), *STORY[10:]], by=STRANGER)
    with pytest.raises(DoesNotVerifyError, match="checkpoint is not as the log wrote it"):
        audit_log(rewritten, ROOTS)


def test_a_head_of_other_entries_is_found_though_entries_and_tiles_agree() -> None:
    files = log_of(story(5))
    files["checkpoint"] = log_of([*story(4), record(object="other")])["checkpoint"]
    with pytest.raises(errors.AlteredError, match="head is that of other entries"):
        audit_log(files, ROOTS)


def test_roots_that_the_reader_does_not_trust_are_refused() -> None:
    with pytest.raises(errors.UnknownSignerError, match=r"regional\.example/root"):
        audit_log(LOG, {"federal": ROOTS["federal"]})
    swapped = {"federal": (REGIONAL_ROOT.key,), "regional": (FEDERAL_ROOT.key,)}
    files = MemoryFiles(LOG) | {"roots": write_roots(swapped)}
    with pytest.raises(errors.UnknownSignerError):
        audit_log(MemoryFiles(files), ROOTS)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (STORY[8], "put in a second time"),
        (record(party="regional", object="item-0", supersedes=STORY[8].digest), "of another party"),
        (record(object="item-2", supersedes=STORY[8].digest), "about something else"),
        (record(by=STRANGER, object="x"), "no certificate says so"),
        (record(by=FEDERAL_ROOT, object="x"), "for purpose root"),
        (certificate(STRANGER, BAR, "centre"), "no certificate|for purpose"),
        (record("retention/1", body={"entries": [15], "rule": "x"}), "come after it"),
        (decision_signature(STORY[9], REGIONAL_SIGNATORY, "federal"), "no certificate says so"),
    ],
    ids=range(8),
)
def test_a_story_that_cannot_be_is_refused_at_its_place(last: Record, words: str) -> None:
    with pytest.raises(DoesNotVerifyError, match=words) as caught:
        audit_log(with_last(last), ROOTS)
    assert f"Entry {SIZE} in tile/entries/000.p/{SIZE + 1} does not hold." in str(caught.value)


def test_a_signature_under_other_bytes_is_refused() -> None:
    other = record("decision_proposal/1", object="gap-2-32")
    line = str(SIGNATURES[0].content.body["signature"])
    body: dict[str, Json] = {"record": other.digest, "act": "sign", "signature": line}
    forged = record("decision_signature/1", REGIONAL_SIGNATORY, party="regional", body=body)
    with pytest.raises(DoesNotVerifyError, match="has not signed the bytes"):
        audit_log(with_last(other, forged), ROOTS)


def test_erased_content_must_be_accounted_for() -> None:
    note = record("retention/1", body={"entries": [8], "rule": "movement detail 30 days"})
    for files, accounted in ((with_last(note), True), (MemoryFiles(LOG), False)):
        size = SIZE + accounted
        name = bundle_path(0, size)
        entries = decode_bundle(files[name], name)
        files[name] = encode_bundle([*entries[:8], b"", *entries[9:]])
        if accounted:
            assert any("1 entries was dropped" in finding.words("en") for finding in said(files))
        else:
            with pytest.raises(errors.HistoryError, match="content of entry 8 is missing"):
                audit_log(files, ROOTS)


def test_a_lost_keys_last_records_are_reported_for_judgement() -> None:
    body: dict[str, Json] = {"key": BAR.key.label, "reason": "lost", "not_trusted_from": 10}
    after = signer("tansiq.example/bar-2", 7)
    successor = [certificate(after, by, "centre") for by in (FEDERAL_ROOT, REGIONAL_ROOT)]
    revoked = [record("key_revocation/1", by, party=by.name.partition(".")[0], body=body)
               for by in (FEDERAL_ROOT, REGIONAL_ROOT)]  # fmt: skip
    files = log_of([*STORY, *successor, *revoked], by=after)
    assert any("5 records were signed by a key later reported lost, the first at entry 10" in finding.words("en")
               for finding in said(files) if finding.doubt)  # fmt: skip


def test_one_party_alone_cannot_sign_the_head_of_a_log_of_both() -> None:
    own = signer("federal.example/own", 7)
    with pytest.raises(DoesNotVerifyError, match="None of the trusted keys has signed"):
        audit_log(log_of([*STORY, certificate(own, FEDERAL_ROOT, "centre")], by=own), ROOTS)


def test_the_log_of_one_party_needs_only_its_root() -> None:
    entries = [CERTIFICATES[0], record()]
    files = MemoryFiles(log_of(entries) | {"roots": write_roots({"federal": ROOTS["federal"]})})
    assert audit_log(files, ROOTS).head.size == 2


def test_files_that_do_not_belong_are_named_and_not_read() -> None:
    files = MemoryFiles(LOG) | {"notes.txt": b"?", "tile/0/000.p/99": b"?", "tile/5/000": b"?"}
    files |= {"tile/0/.000.new": b"?", ".checkpoint.new": b"?"}
    told = said(MemoryFiles(files))
    assert any("2 files were left by writing that broke off" in finding.words("en") for finding in told)
    doubts = [finding.words("en") for finding in told if finding.doubt]
    assert len(doubts) == 1
    assert "3 files ('notes.txt', 'tile/0/000.p/99', 'tile/5/000')" in doubts[0]


def test_where_there_is_no_log_that_is_said() -> None:
    with pytest.raises(errors.MissingFileError, match="checkpoint is missing"):
        audit_log(MemoryFiles(), ROOTS)


def test_both_sentences_are_told() -> None:
    damaged = MemoryFiles(LOG) | {"roots": b"x\n"}
    with pytest.raises(DoesNotVerifyError) as caught:
        audit_log(MemoryFiles(damaged), ROOTS)
    assert str(caught.value).startswith("roots is not as the log wrote it. A public key is written")
    assert PROPOSAL.digest not in str(caught.value)
