"""A stick is written and read; and what is wrong with one is named for what it is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import BadInputError, TansiqError
from tansiq.exchange.errors import (
    AlteredStickError,
    ForeignLogError,
    ForkError,
    HalfStickError,
    NoStickError,
    NotReleasedError,
    OldStickError,
    ShortStickError,
    StaleLogError,
    StrangerError,
    UnreadyError,
    WrongRecipientError,
)
from tansiq.exchange.evidence import check_evidence
from tansiq.exchange.pulling import Pulled, pull
from tansiq.exchange.stick import StickTransport, check_news, find_exports, open_export, parse_manifest, write_export
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import parse_note
from tests.exchange.evidence import cases
from tests.exchange.stick import links
from tests.journal.writing import BAR, REGIONAL_ROOT, ROOTS

EXPORT = Path("tansiq/from-federal-hq/to-bar")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return links.release(tmp_path / "releases" / "bar", links.LONG)


@pytest.fixture
def stick(tmp_path: Path, log: Path) -> Path:
    write_export(tmp_path / "stick", links.outgoing(log, receipt=b"a receipt"))
    return tmp_path / "stick"


def opened(stick: Path, us: str = links.US) -> StickTransport:
    found = next(each for each in find_exports(stick) if each.recipient == us.rpartition("/")[2])
    return open_export(found, links.PARTNER, us, ROOTS)


def test_a_stick_carries_log_attachments_and_receipt(stick: Path) -> None:
    transport = opened(stick)
    assert list(transport.entries(0, 700)) == links.LONG
    assert list(transport.entries(250, 520)) == links.LONG[250:520]
    assert transport.head() == cases.head(links.LONG)
    assert transport.tile("tile/1/000.p/2", 64)
    assert b"".join(transport.attachment(links.DIGEST, 10_000)) == links.FILE
    assert transport.our_receipt() == b"a receipt"


def test_what_the_partner_has_a_receipt_for_is_left_out(tmp_path: Path, log: Path) -> None:
    made = write_export(tmp_path / "stick", links.outgoing(log, since=600))
    assert (made.first, made.size) == (512, 700)
    transport = opened(tmp_path / "stick")
    assert list(transport.entries(600, 700)) == links.LONG[600:]
    with pytest.raises(NotReleasedError):
        list(transport.entries(0, 10))
    whole = write_export(tmp_path / "whole", links.outgoing(log))
    assert len(made.files) < len(whole.files)


def test_a_stick_with_everything_brings_news_and_one_without_the_beginning_is_too_short(
    tmp_path: Path, stick: Path, log: Path
) -> None:
    check_news(opened(stick), links.MemoryInbox())
    write_export(tmp_path / "later", links.outgoing(log, since=600))
    with pytest.raises(ShortStickError, match="begins at entry 512, and only 100"):
        check_news(opened(tmp_path / "later"), links.MemoryInbox(links.LONG[:100]))
    check_news(opened(tmp_path / "later"), links.MemoryInbox(links.LONG[:512]))


def test_writing_again_replaces_the_export_and_leaves_others(tmp_path: Path, stick: Path, log: Path) -> None:
    other = links.release(tmp_path / "other", links.LONG[:9], origin="tansiq.example/federal-hq/to/other")
    write_export(stick, links.outgoing(other, recipient="tansiq.example/other"))
    write_export(stick, links.outgoing(log, minute=5))
    assert [each.recipient for each in find_exports(stick)] == ["bar", "other"]
    assert sorted(each.name for each in (stick / EXPORT).parent.iterdir()) == ["to-bar", "to-other"]
    assert opened(stick).manifest.made_at.minute == 5


def test_a_name_on_a_stick_is_one_that_every_file_system_takes(stick: Path) -> None:
    for path in stick.rglob("*"):
        assert path.name == path.name.lower()
        assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_nothing_signed_yet_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadyError):
        write_export(tmp_path / "stick", links.outgoing(tmp_path / "nothing"))


def test_a_log_for_another_is_not_written_for_this_one(tmp_path: Path, log: Path) -> None:
    with pytest.raises(BadInputError):
        write_export(tmp_path / "stick", links.outgoing(log, recipient="tansiq.example/other"))


# ---- what may be wrong with a stick


def test_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    with pytest.raises(NoStickError):
        find_exports(tmp_path)
    with pytest.raises(NoStickError):
        find_exports(tmp_path / "nothing")


def test_a_stick_taken_out_before_the_end(stick: Path) -> None:
    (stick / EXPORT).rename((stick / EXPORT).with_name(".to-bar.new"))
    with pytest.raises(HalfStickError, match="only half there"):
        find_exports(stick)


def test_a_stick_without_its_manifest(stick: Path) -> None:
    (stick / EXPORT / "manifest").unlink()
    with pytest.raises(HalfStickError, match="manifest"):
        opened(stick)


@pytest.mark.parametrize("name", ["receipt", "log/checkpoint", "log/tile/entries/002.p/188", "log/tile/0/001"])
def test_half_a_stick_names_the_file_that_is_missing_or_short(stick: Path, name: str) -> None:
    data = (stick / EXPORT / name).read_bytes()
    (stick / EXPORT / name).write_bytes(data[:-1])
    with pytest.raises(HalfStickError, match=name):
        opened(stick)
    (stick / EXPORT / name).unlink()
    with pytest.raises(HalfStickError, match=name):
        opened(stick)


@pytest.mark.parametrize("name", ["receipt", "log/checkpoint", "log/tile/entries/002.p/188", "log/tile/0/001"])
def test_an_altered_stick_names_the_file(stick: Path, name: str) -> None:
    data = bytearray((stick / EXPORT / name).read_bytes())
    data[len(data) // 2] ^= 1
    (stick / EXPORT / name).write_bytes(data)
    with pytest.raises(AlteredStickError, match=name):
        opened(stick)
    (stick / EXPORT / name).write_bytes(bytes(data) + b"more")
    with pytest.raises(AlteredStickError, match=name):
        opened(stick)


def test_a_link_in_a_files_place_is_not_followed(stick: Path, tmp_path: Path) -> None:
    name = "log/tile/0/001"
    shutil.move(stick / EXPORT / name, tmp_path / "elsewhere")
    (stick / EXPORT / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AlteredStickError, match=name):
        opened(stick)


def test_a_link_in_a_folders_place_is_not_followed(stick: Path, tmp_path: Path) -> None:
    shutil.move(stick / EXPORT / "log", tmp_path / "elsewhere")
    (stick / EXPORT / "log").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AlteredStickError):
        opened(stick)
    shutil.move(stick / "tansiq", tmp_path / "top")
    (stick / "tansiq").symlink_to(tmp_path / "top")
    with pytest.raises(NoStickError):
        find_exports(stick)


def test_a_stick_for_someone_else_says_for_whom(tmp_path: Path, stick: Path) -> None:
    other = links.release(tmp_path / "other", links.LONG[:9], origin="tansiq.example/federal-hq/to/other")
    write_export(tmp_path / "theirs", links.outgoing(other, recipient="tansiq.example/other"))
    shutil.rmtree(stick / EXPORT)
    shutil.move(tmp_path / "theirs/tansiq/from-federal-hq/to-other", stick / EXPORT)
    with pytest.raises(WrongRecipientError, match=r"is for tansiq\.example/other"):
        opened(stick)


def test_a_stick_from_nobody_we_know(stick: Path) -> None:
    (found,) = find_exports(stick)
    with pytest.raises(StrangerError):
        open_export(found, links.PARTNER, links.US, {"federal": (REGIONAL_ROOT.key,)})


def test_a_stick_from_another_than_its_folder_says(stick: Path) -> None:
    (found,) = find_exports(stick)
    other = PartnerCentre("regional-hq", "tansiq.example", frozenset({"regional"}), "regional")
    with pytest.raises(ForeignLogError, match=r"written by tansiq\.example/federal-hq"):
        open_export(found, other, links.US, ROOTS)


def test_the_log_of_another_under_a_genuine_manifest(tmp_path: Path) -> None:
    log = links.release(tmp_path / "log", links.LONG[:9])
    write_export(tmp_path / "stick", links.outgoing(log))
    found = find_exports(tmp_path / "stick")[0]
    open_export(found, links.PARTNER, links.US, ROOTS)
    links.release(log, links.LONG[:9], by=BAR)
    write_export(tmp_path / "stick", links.outgoing(log))
    with pytest.raises(TansiqError, match="None of the trusted keys has signed"):
        open_export(found, links.PARTNER, links.US, ROOTS)


def test_an_old_stick_brings_nothing_new(stick: Path) -> None:
    inbox = links.MemoryInbox(links.LONG, links.cosigned(cases.head(links.LONG)))
    with pytest.raises(OldStickError, match="all of which are here"):
        check_news(opened(stick), inbox)
    more = [*links.LONG, cases.written(1000).entry]
    with pytest.raises(OldStickError):
        check_news(opened(stick), links.MemoryInbox(more, links.cosigned(cases.head(more, 2))))


def test_a_newer_head_of_the_same_log_is_news(stick: Path, log: Path) -> None:
    inbox = links.MemoryInbox(links.LONG, links.cosigned(cases.head(links.LONG)))
    links.release(log, links.LONG, minute=3)
    write_export(stick, links.outgoing(log))
    check_news(opened(stick), inbox)


@pytest.mark.parametrize("more", [0, 60])
def test_an_old_stick_that_tells_another_story_proves_a_fork(stick: Path, more: int) -> None:
    other = [*links.LONG[:300], cases.written(999).entry, *links.LONG[301:]]
    other += [cases.written(2000 + number).entry for number in range(more)]
    inbox = links.MemoryInbox(other, links.cosigned(cases.head(other, 2)))
    with pytest.raises(ForkError) as refused:
        check_news(opened(stick), inbox)
    assert check_evidence(cases.evidence(refused.value), ROOTS).proved


def test_a_fork_among_entries_left_out_of_a_stick_is_still_proved(tmp_path: Path, log: Path) -> None:
    """The same entries came before but for one; the stick begins after them, and pulling finds it out."""
    other = [*links.LONG[:30], cases.written(999).entry, *links.LONG[31:560]]
    inbox = links.MemoryInbox(other, links.cosigned(cases.head(other, -1)))
    write_export(tmp_path / "stick", links.outgoing(log, since=560))
    stick = opened(tmp_path / "stick")
    check_news(stick, inbox)
    with pytest.raises(ForkError) as refused:
        pulled(stick, inbox)
    assert check_evidence(cases.evidence(refused.value), ROOTS).proved


def test_a_log_is_taken_over_from_a_stick_as_from_the_network(stick: Path) -> None:
    inbox = links.MemoryInbox(links.LONG[:300])
    brought = pulled(opened(stick), inbox)
    assert (brought.first, brought.end, brought.refused) == (300, 700, 0)
    assert inbox.entries == links.LONG
    assert inbox.attachments == {links.DIGEST: links.FILE}
    assert parse_note(inbox.head).text == parse_note(cases.head(links.LONG)).text
    with pytest.raises(OldStickError):
        check_news(opened(stick), inbox)


def pulled(stick: StickTransport, inbox: links.MemoryInbox) -> Pulled:
    return pull(
        stick, inbox, origin=cases.ORIGIN, roots={"federal": ROOTS["federal"]}, cosigner=BAR, now=lambda: cases.AT
    )  # fmt: skip


def test_a_later_stick_with_less_shows_a_stale_restore(stick: Path, log: Path) -> None:
    inbox = links.MemoryInbox(links.LONG, links.cosigned(cases.head(links.LONG)))
    shutil.rmtree(log)
    links.release(log, links.LONG[:400], minute=9)
    write_export(stick, links.outgoing(log))
    with pytest.raises(StaleLogError) as refused:
        check_news(opened(stick), inbox)
    assert check_evidence(cases.evidence(refused.value), ROOTS).proved


def test_a_stick_that_changes_while_it_is_read_is_refused(stick: Path) -> None:
    transport = opened(stick)
    name = stick / EXPORT / "log/tile/entries/000"
    data = name.read_bytes()
    name.write_bytes(data[:-1] + b"?")
    with pytest.raises(AlteredStickError):
        list(transport.entries(0, 1))
    name.unlink()
    with pytest.raises(HalfStickError):
        list(transport.entries(0, 1))


def test_more_folders_than_any_stick_has_are_refused(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / "tansiq" / "from-a" / f"to-{number}").mkdir(parents=True)
    with pytest.raises(TooLargeError):
        find_exports(tmp_path)


GOOD: list[bytes] = []


def manifest(folder: Path) -> bytes:
    """The bytes of a manifest, made once."""
    if not GOOD:
        log = links.release(folder / "log", links.LONG[:9])
        write_export(folder / "stick", links.outgoing(log))
        GOOD.append((folder / "stick" / EXPORT / "manifest").read_bytes())
    return GOOD[0]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return manifest(tmp_path_factory.mktemp("good"))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("log/checkpoint", "log/../../checkpoint"),
        lambda text: text.replace("log/checkpoint", "/log/checkpoint"),
        lambda text: text.replace("log/checkpoint", "log/Checkpoint"),
        lambda text: text.replace("log/checkpoint", "manifest"),
        lambda text: text.replace("log/roots", "log/checkpoint"),
        lambda text: text.replace("tansiq-stick/1", "tansiq-stick/2"),
        lambda text: text.replace("size 9", "size 09"),
        lambda text: text.replace(".000Z", "Z"),
    ],
)
def test_a_manifest_that_says_what_none_says_is_refused(good: bytes, change: Callable[[str], str]) -> None:
    parse_manifest(good)
    changed = change(good.decode())
    assert changed != good.decode()
    with pytest.raises(AlteredStickError):
        parse_manifest(changed.encode())


@settings(max_examples=60)
@given(data=st.data())
def test_a_flipped_bit_of_the_manifest_is_refused(
    tmp_path_factory: pytest.TempPathFactory, good: bytes, data: st.DataObject
) -> None:
    flipped = bytearray(good)
    flipped[data.draw(st.integers(0, len(good) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    stick = tmp_path_factory.getbasetemp() / "flipped"
    (stick / EXPORT).mkdir(parents=True, exist_ok=True)
    (stick / EXPORT / "manifest").write_bytes(flipped)
    with pytest.raises((AlteredStickError, StrangerError)):
        opened(stick)
