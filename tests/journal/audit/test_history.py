"""A log over time: it continues the heads it had, and another history, an old copy or a changed past is found."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError
from tansiq.journal import errors
from tansiq.journal.audit import Finding, audit_log
from tansiq.journal.log import MemoryFiles, append, write_checkpoint
from tansiq.journal.note import Note, parse_note, sign_note
from tests.journal.writing import BAR, CERTIFICATES, ORIGIN, ROOTS, STRANGER, log_of, record, story

STORY = story()
SIZE = len(STORY)
LOG = log_of(STORY, cosign_at_s=1_795_000_000)
LONG_STORY = story(500)


def said(files: MemoryFiles, earlier: bytes) -> list[Finding]:
    findings: list[Finding] = []
    audit_log(files, ROOTS, earlier=earlier, tell=findings.append)
    return findings


def test_a_grown_log_continues_the_head_kept_earlier() -> None:
    earlier = LOG["checkpoint"]
    files = MemoryFiles(LOG)
    size = append(files, SIZE, [record(object="later").entry])
    write_checkpoint(files, ORIGIN, size, BAR)
    assert any(
        f"continues the head of {SIZE} entries" in finding.words("en") for finding in said(files, earlier=earlier)
    )
    # The superseded tiles were checked too; nothing was passed over.
    assert not any(finding.doubt for finding in said(files, earlier=earlier))


def test_a_log_cut_off_between_its_tiles_and_its_head_still_verifies() -> None:
    files = MemoryFiles(LOG)
    append(files, SIZE, [record(object=f"later-{number}").entry for number in range(250)])
    files[".checkpoint.new"] = LOG["checkpoint"][:9]
    assert audit_log(files, ROOTS).head.size == SIZE


@settings(max_examples=15)
@given(st.lists(st.integers(1, 120), min_size=2, max_size=4))
def test_a_log_continues_every_head_it_ever_had_and_none_it_will_have(steps: list[int]) -> None:
    files, size, heads = MemoryFiles(roots=LOG["roots"]), 0, []
    entries = LONG_STORY[: len(CERTIFICATES) + sum(steps)]
    for step in (len(CERTIFICATES), *steps):
        size = append(files, size, [each.entry for each in entries[size : size + step]])
        heads.append(bytes(write_checkpoint(files, ORIGIN, size, BAR)))
    for head in heads:
        audit_log(files, ROOTS, earlier=head)
    rolled_back = MemoryFiles(files) | {"checkpoint": heads[0]}
    with pytest.raises(errors.HistoryError, match="an old copy, or it was cut"):
        audit_log(MemoryFiles(rolled_back), ROOTS, earlier=heads[-1])


def test_two_histories_an_old_copy_and_another_log_are_told_apart() -> None:
    forked = log_of([*STORY[:-1], record(object="instead")])
    with pytest.raises(errors.HistoryError, match="has two histories"):
        audit_log(forked, ROOTS, earlier=LOG["checkpoint"])
    with pytest.raises(errors.HistoryError, match="an old copy, or it was cut"):
        audit_log(log_of(STORY[:-1]), ROOTS, earlier=LOG["checkpoint"])
    note = parse_note(LOG["checkpoint"])
    other = note.text.replace(ORIGIN, "tansiq.example/another")
    with pytest.raises(errors.HistoryError, match="another log"):
        audit_log(LOG, ROOTS, earlier=bytes(Note(other, (sign_note(other, BAR),))))
    with pytest.raises(DoesNotVerifyError, match="earlier head does not hold"):
        audit_log(LOG, ROOTS, earlier=bytes(Note(note.text, (sign_note(note.text, STRANGER),))))


def test_a_superseded_tile_that_was_altered_is_found() -> None:
    files = MemoryFiles(LOG)
    size = append(files, SIZE, [record(object="later").entry])
    write_checkpoint(files, ORIGIN, size, BAR)
    for name in (f"tile/0/000.p/{SIZE}", f"tile/entries/000.p/{SIZE}"):
        damaged = MemoryFiles(files)
        damaged[name] = damaged[name][:200] + b"\0" + damaged[name][201:]
        with pytest.raises(DoesNotVerifyError, match=re.escape(name)):
            audit_log(damaged, ROOTS)
