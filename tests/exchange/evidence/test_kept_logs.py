"""Release logs as they lie in a centre's folder, with attachments and receipts beside them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.exchange.evidence import check_kept_log
from tansiq.exchange.evidence.refused import read_refused, write_refused
from tansiq.journal.audit import FaultyPartError, Finding
from tansiq.journal.errors import AlteredError, HistoryError, MalformedLogError
from tansiq.journal.log import Folder, MemoryFiles, append
from tansiq.journal.tree import leaf_hash
from tests.exchange.evidence import cases
from tests.exchange.stick import links
from tests.journal.writing import BAR, ROOTS

LOG = links.entries(300)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = links.release(tmp_path / "bar", LOG)
    (folder / "receipt").write_bytes(links.cosigned(cases.head(LOG[:270], -1)))
    return folder


def told(folder: Path, **more: object) -> list[Finding]:
    findings: list[Finding] = []
    check_kept_log(folder, ROOTS, tell=findings.append, **more)  # type: ignore[arg-type]  # whatever a test names
    return findings


def words(findings: list[Finding]) -> str:
    return "\n".join(("? " if each.doubt else "- ") + each.words("en") for each in findings)


def test_a_release_log_says_when_it_was_signed_and_who_confirmed_having_it(log: Path) -> None:
    said = words(told(log, known=[BAR.key]))
    assert "- The head was signed at 2026-11-26T16:00:00.000+00:00. It commits to the head" in said
    assert "- Each of the 1 attachments" in said
    assert "- Receipt: tansiq.example/bar" in said
    assert "first 270 entries" in said
    assert "\n? " not in said


def test_without_the_recipients_key_the_receipt_is_for_people_to_judge(log: Path) -> None:
    assert "? There is a receipt for the first 270 entries." in words(told(log))


def test_the_cosignature_of_whoever_received_a_log_is_told(log: Path) -> None:
    (log / "checkpoint").write_bytes(links.cosigned(cases.head(LOG)))
    (log / "receipt").unlink()
    assert "tansiq.example/bar+841041e5 confirmed" not in words(told(log))
    assert f"{BAR.name}+" in words(told(log, known=[BAR.key]))
    assert "confirmed having seen this head" in words(told(log, known=[BAR.key]))


def test_an_altered_attachment_is_named(log: Path) -> None:
    (attachment,) = (log / "attachment").iterdir()
    attachment.write_bytes(links.FILE[:-1] + b"?")
    with pytest.raises(AlteredError, match=attachment.name):
        told(log)


def test_a_receipt_of_another_history_is_found(log: Path) -> None:
    (log / "receipt").write_bytes(links.cosigned(cases.head([*LOG[:269], cases.written(999).entry])))
    with pytest.raises(FaultyPartError, match="another history"):
        told(log)


def test_a_receipt_for_more_than_there_is_shows_an_old_copy(log: Path) -> None:
    (log / "receipt").write_bytes(links.cosigned(cases.head(links.entries(310))))
    with pytest.raises(FaultyPartError) as refused:
        told(log)
    assert isinstance(refused.value.reason, HistoryError)


def test_an_entry_that_was_refused_when_it_came_is_not_asked_what_it_says(tmp_path: Path) -> None:
    bad = [*LOG[:20], b"nonsense", *LOG[20:]]
    folder = links.release(tmp_path / "received", bad)
    with pytest.raises(FaultyPartError, match="Entry 20"):
        told(folder)
    assert told(folder, refused={20})


def test_what_the_keeper_of_a_log_says_it_refused_is_passed_over_and_told(tmp_path: Path) -> None:
    bad = [*LOG[:20], *([b"nonsense"] * 7), *LOG[20:]]
    folder = links.release(tmp_path / "received", bad)
    (folder / "refused").write_bytes(write_refused((20 + number, f"It is\nno {number}.") for number in range(7)))
    said = words(told(folder))
    assert said.count("? Entry 2") == 5
    assert "? Entry 20 is not checked here" in said
    assert "Why: It is no 0." in said
    assert "? 2 further entries were refused too" in said
    (folder / "refused").write_bytes(write_refused([(20, "no record")]))
    with pytest.raises(FaultyPartError, match="Entry 21"):
        told(folder)


def test_an_entry_that_its_origin_erased_and_that_was_noted_is_no_damage(tmp_path: Path) -> None:
    folder = tmp_path / "received"
    files = Folder(links.release(folder, []))
    append(files, 0, [*LOG[:9], b"", *LOG[10:20]], leaves=[leaf_hash(each) for each in LOG[:20]])
    files.write("checkpoint", cases.head(LOG[:20]))
    with pytest.raises(HistoryError, match="entry 9 is missing"):
        told(folder)
    (folder / "refused").write_bytes(write_refused([(9, "The origin has erased what stood here.")]))
    assert "? Entry 9 is not checked here" in words(told(folder))


@pytest.mark.parametrize(
    "text",
    ["", "tansiq-refused/1", "tansiq-refused/1\n7 a\n7 b\n", "tansiq-refused/1\n8 a\n7 b\n",
     "tansiq-refused/1\n07 a\n", "tansiq-refused/2\n", "tansiq-refused/1\n7\n"],
)  # fmt: skip
def test_a_note_of_what_was_refused_that_is_not_of_its_form_is_refused(log: Path, text: str) -> None:
    (log / "refused").write_text(text)
    with pytest.raises(MalformedLogError):
        told(log)


@given(st.dictionaries(st.integers(0, 2**40), st.text()))
def test_every_note_of_what_was_refused_can_be_read(refused: dict[int, str]) -> None:
    files = MemoryFiles({"refused": write_refused(sorted(refused.items()))})
    assert list(read_refused(files)) == sorted(refused)
