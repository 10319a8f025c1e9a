"""The files follow what was released; heads are signed when due and never go back."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tansiq.errors import DoesNotVerifyError
from tansiq.exchange.errors import OwnStaleRestoreError
from tansiq.exchange.heads import ReleaseHead, read_head
from tansiq.exchange.release_log import Publisher, last_head, publish
from tansiq.journal.audit import Finding, audit_log
from tansiq.journal.errors import AlteredError
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder
from tansiq.journal.log.paths import log_paths
from tansiq.journal.note import Checkpoint, parse_note
from tests.exchange.release.world import FILE, HQ, HQ_KEY, JOURNAL, ROOTS, TO_BAR, later, marked, message, write

HEAD = Checkpoint(JOURNAL, 9, bytes(32))
EVERY_S = 60
Publish = Callable[..., ReleaseHead | None]


def rows(count: int, first: int = 0) -> list[bytes]:
    """The centre's certificate and messages after it."""
    messages = (write("message/1", message(number), marking=marked("regional")).entry for number in range(first, count))
    return [HQ_KEY.entry, *messages][:count]


@pytest.fixture
def files(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "releases" / "bar")


@pytest.fixture
def told() -> list[Finding]:
    return []


@pytest.fixture
def publish_at(files: Folder, tmp_path: Path, told: list[Finding]) -> Publish:
    by = Publisher(TO_BAR, HQ, bytes(32), write_roots(ROOTS), tmp_path / "attachments")

    def publish_at(at_s: int, entries: Sequence[bytes]) -> ReleaseHead | None:
        note = publish(
            files.path, list(entries), by, journal=HEAD, now=later(at_s), every_s=EVERY_S, tell=told.append
        )  # fmt: skip
        return read_head(note.text) if note else None

    return publish_at


def test_nothing_was_ever_released_so_there_is_no_head(files: Folder, publish_at: Publish) -> None:
    assert publish_at(0, []) is None
    assert publish_at(1000, []) is None
    assert list(files.names()) == []


def test_the_log_verifies_like_any_other(files: Folder, publish_at: Publish) -> None:
    for size in (1, 2, 255, 256, 257, 600):
        publish_at(size, rows(size))
    findings: list[Finding] = []
    audited = audit_log(files, ROOTS, tell=findings.append)
    assert (audited.head.origin, audited.head.size) == (TO_BAR, 600)
    assert not [finding.words("en") for finding in findings if finding.doubt]


def test_the_files_are_the_same_however_they_came_about(files: Folder, publish_at: Publish) -> None:
    entries = rows(300)
    for at_s, size in enumerate((1, 40, 256, 299, 300)):
        publish_at(at_s, entries[:size])
    piecewise = {name: files.read(name, 10**7) for name in log_paths(300)}
    other = Folder(files.path.parent / "at-once")
    by = Publisher(TO_BAR, HQ, bytes(32), write_roots(ROOTS))
    publish(other.path, entries, by, journal=HEAD, now=later(4), every_s=EVERY_S)
    assert {name: other.read(name, 10**7) for name in log_paths(300)} == piecewise
    assert last_head(other) == last_head(files)


def test_a_head_is_signed_at_once_when_something_is_added(publish_at: Publish) -> None:
    publish_at(0, rows(1))
    head = publish_at(1, rows(2))
    assert head is not None
    assert (head.size, head.signed_at) == (2, later(1))


def test_without_anything_new_a_head_is_signed_at_the_agreed_interval(publish_at: Publish) -> None:
    publish_at(0, rows(2))
    assert publish_at(59, rows(2)) is None
    head = publish_at(61, rows(2))
    assert head is not None
    assert (head.size, head.signed_at) == (2, later(60))
    assert publish_at(119, rows(2)) is None


def test_after_a_pause_one_head_is_signed_with_the_time_the_last_one_was_due(publish_at: Publish) -> None:
    publish_at(0, rows(2))
    head = publish_at(200, rows(2))
    assert head is not None
    assert head.signed_at == later(180)


def test_a_quiet_heads_time_does_not_tell_when_this_was_called(tmp_path: Path) -> None:
    by = Publisher(TO_BAR, HQ, bytes(32), write_roots(ROOTS))
    notes = []
    for at_s in (61, 75):
        folder = tmp_path / str(at_s)
        publish(folder, rows(2), by, journal=HEAD, now=later(0), every_s=EVERY_S)
        notes.append(publish(folder, rows(2), by, journal=HEAD, now=later(at_s), every_s=EVERY_S))
    assert notes[0] == notes[1] is not None


def test_a_clock_that_was_set_back_takes_no_head_back(publish_at: Publish) -> None:
    publish_at(1000, rows(2))
    head = publish_at(10, rows(3))
    assert head is not None
    assert head.signed_at > later(1000)
    assert (head.signed_at - later(1000)).total_seconds() == 0.001
    assert publish_at(10, rows(3)) is None


def test_two_heads_of_one_size_never_have_one_time(publish_at: Publish) -> None:
    heads = [publish_at(at_s, rows(2)) for at_s in (0, 60, 60, 61, 120, 180)]
    signed = [(head.size, head.signed_at) for head in heads if head]
    assert len(signed) == len(set(signed)) == 4


def test_a_store_that_lost_entries_signs_nothing(files: Folder, publish_at: Publish) -> None:
    publish_at(0, rows(5))
    before = {name: files.read(name, 10**7) for name in files.names()}
    with pytest.raises(OwnStaleRestoreError, match="4 released entries, the last signed head 5"):
        publish_at(100, rows(4))
    assert {name: files.read(name, 10**7) for name in files.names()} == before


def test_a_store_with_another_last_entry_signs_nothing(publish_at: Publish) -> None:
    publish_at(0, rows(5))
    with pytest.raises(OwnStaleRestoreError, match="another entry 4"):
        publish_at(100, [*rows(4), rows(7)[6], rows(8)[7]])


def test_files_that_were_altered_get_no_new_head(files: Folder, publish_at: Publish) -> None:
    publish_at(0, rows(5))
    tile = files.path / "tile/0/000.p/5"
    tile.write_bytes(bytes([tile.read_bytes()[0] ^ 1]) + tile.read_bytes()[1:])
    with pytest.raises(AlteredError, match="do not lead to"):
        publish_at(100, rows(6))


def test_a_head_of_another_kind_is_not_continued(files: Folder, publish_at: Publish) -> None:
    publish_at(0, rows(2))
    note = parse_note(files.read("checkpoint", 10**5))
    files.write("checkpoint", bytes(note).replace(b"time ", b"tine "))
    with pytest.raises(Exception, match="lacks the lines"):
        publish_at(100, rows(3))


def test_what_a_crash_left_between_tiles_and_head_is_written_again(files: Folder, publish_at: Publish) -> None:
    publish_at(0, rows(3))
    old = files.read("checkpoint", 10**5)
    publish_at(1, rows(5))
    files.write("checkpoint", old)
    publish_at(1, rows(6))
    assert audit_log(files, ROOTS).head.size == 6


def test_partial_tiles_are_kept_for_the_last_two_heads_only(files: Folder, publish_at: Publish) -> None:
    for at_s, size in enumerate((2, 3, 5, 7)):
        publish_at(at_s, rows(size))
    assert sorted(path.name for path in (files.path / "tile/0/000.p").iterdir()) == ["5", "7"]
    assert sorted(path.name for path in (files.path / "tile/entries/000.p").iterdir()) == ["5", "7"]
    publish_at(63, rows(7))
    assert sorted(path.name for path in (files.path / "tile/0/000.p").iterdir()) == ["7"]


def carrying(*digests: str) -> bytes:
    attachments = [{"digest": digest, "bytes": 3, "media_type": "image/png"} for digest in digests]
    return write("message/1", message(attachments=attachments), marking=marked("regional")).entry


def test_attachments_are_there_before_the_head_that_needs_them(
    files: Folder, publish_at: Publish, tmp_path: Path
) -> None:
    kept = tmp_path / "attachments" / FILE.removeprefix("sha256:")
    kept.parent.mkdir()
    kept.write_bytes(b"png")
    publish_at(0, [HQ_KEY.entry, carrying(FILE)])
    released = files.path / "attachment" / kept.name
    assert released.read_bytes() == b"png"
    assert released.stat().st_ino == kept.stat().st_ino
    assert released.stat().st_mtime_ns <= (files.path / "checkpoint").stat().st_mtime_ns


def test_attachments_of_what_is_not_released_are_not_there(files: Folder, publish_at: Publish, tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / ("ab" * 32)).write_bytes(b"private")
    publish_at(0, rows(3))
    assert not (files.path / "attachment").exists()


def test_an_attachment_that_is_gone_is_told_and_holds_nothing_up(publish_at: Publish, told: list[Finding]) -> None:
    head = publish_at(0, [HQ_KEY.entry, carrying(FILE)])
    assert head is not None
    [finding] = told
    assert FILE in finding.words("en")


def test_where_the_disk_cannot_link_the_attachment_is_copied(
    files: Folder, publish_at: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    kept = tmp_path / "attachments" / FILE.removeprefix("sha256:")
    kept.parent.mkdir()
    kept.write_bytes(b"png")
    monkeypatch.setattr("os.link", refuse)
    publish_at(0, [HQ_KEY.entry, carrying(FILE)])
    assert (files.path / "attachment" / kept.name).read_bytes() == b"png"


def test_an_altered_entry_is_found_by_anybody(files: Folder, publish_at: Publish) -> None:
    publish_at(0, rows(3))
    bundle = files.path / "tile/entries/000.p/3"
    bundle.write_bytes(bundle.read_bytes().replace(b"ridge 1", b"ridge 9"))
    with pytest.raises(DoesNotVerifyError):
        audit_log(files, ROOTS)
