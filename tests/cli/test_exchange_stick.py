"""``tansiq exchange export`` and ``import`` between real centres, and what is said of a stick that is not right."""

import shutil
from pathlib import Path

import pytest

from tests.cli.three_centres import exchange, found, run, say, well


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory)


@pytest.fixture(scope="module")
def sent(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick that federal-hq wrote for bar."""
    stick = tmp_path_factory.mktemp("sent")
    well(exchange("export", founded / "federal-hq", stick, "--to", "bar"))
    return stick


@pytest.fixture
def centres(founded: Path, sent: Path, tmp_path: Path) -> Path:  # noqa: ARG001 - once it was sent, it is there
    """A copy of the centres, to be worked with."""
    return shutil.copytree(founded, tmp_path / "centres")


@pytest.fixture
def stick(sent: Path, tmp_path: Path) -> Path:
    """A copy of the stick, to be damaged."""
    return shutil.copytree(sent, tmp_path / "stick")


EXPORT = Path("tansiq/from-federal-hq/to-bar")


def test_what_was_released_goes_there_and_the_receipt_comes_back(centres: Path, stick: Path) -> None:
    said = well(exchange("import", centres / "bar", stick))
    assert "From federal-hq: " in said
    assert "entries were taken over" in said
    assert "may be taken out" in well(exchange("export", centres / "bar", stick, "--to", "federal-hq"))
    assert "bar has the first " in well(exchange("import", centres / "federal-hq", stick))
    assert (centres / "federal-hq" / "releases" / "bar" / "receipt").is_file()
    trust = ("--trust", centres / "roots.txt")
    for name in ("bar", "federal-hq"):
        assert "Receipt: " in well(run("tansiq", "verify", centres / name, *trust)) or name == "bar"
    say(centres / "federal-hq")
    well(exchange("export", centres / "federal-hq", stick, "--to", "bar"))
    assert "From federal-hq: 1 entries were taken over" in well(exchange("import", centres / "bar", stick))


def test_an_audit_replays_the_rule_over_the_opened_journal(centres: Path, stick: Path) -> None:
    well(exchange("import", centres / "bar", stick))
    say(centres / "federal-hq")
    well(exchange("export", centres / "federal-hq", stick, "--to", "bar"))  # a newer head, that bar does not have
    received = centres / "bar" / "received" / "federal-hq"
    journal, opening = centres / "federal-hq" / "journal", centres / "opening"
    audit = ("audit", journal, received, "--opening", opening, "--trust", centres / "roots.txt")
    well(exchange("open", centres / "federal-hq", "bar", opening, "--head", received / "checkpoint"))
    assert "is what the agreement's rule makes of the journal" in well(exchange(*audit))
    opening.unlink()
    well(exchange("open", centres / "federal-hq", "bar", opening))
    told = exchange(*audit)
    assert told.code == 7
    assert "opening is that of another head" in told.err
    assert exchange("open", centres / "federal-hq", "nobody", centres / "other").code == 1


def test_an_old_stick(centres: Path, stick: Path) -> None:
    well(exchange("import", centres / "bar", stick))
    told = exchange("import", centres / "bar", stick)
    assert told.code == 4
    assert "brings nothing new" in told.err


def test_a_stick_for_someone_else(centres: Path, stick: Path) -> None:
    told = exchange("import", centres / "regional-hq", stick)
    assert told.code == 7
    assert "It is for (from whom): bar (federal-hq)" in told.err


def test_half_a_stick(centres: Path, stick: Path) -> None:
    bundle = next((stick / EXPORT).rglob("entries/000.p/*"))
    bundle.write_bytes(bundle.read_bytes()[:-9])
    told = exchange("import", centres / "bar", stick)
    assert told.code == 4
    assert "The stick is not whole: log/tile/entries" in told.err
    (stick / EXPORT).rename((stick / EXPORT).with_name(".to-bar.new"))
    told = exchange("import", centres / "bar", stick)
    assert told.code == 4
    assert "taken out before it was written to its end" in told.err


def test_an_altered_stick(centres: Path, stick: Path) -> None:
    bundle = next((stick / EXPORT).rglob("entries/000.p/*"))
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"?")
    told = exchange("import", centres / "bar", stick)
    assert told.code == 7
    assert f"log/tile/entries/000.p/{bundle.name} on the stick is not as it was written" in told.err


def test_a_foreign_folder(centres: Path, tmp_path: Path) -> None:
    told = exchange("import", centres / "bar", tmp_path)
    assert told.code == 3
    assert "no stick of Tansiq's" in told.err


def test_a_stick_from_nobody_we_know(centres: Path, stick: Path) -> None:
    (stick / EXPORT).parent.rename(stick / "tansiq" / "from-elsewhere")
    told = exchange("import", centres / "bar", stick)
    assert told.code == 7
    assert "from elsewhere, which no agreement names" in told.err


def test_nobody_is_written_to_who_is_no_partner(centres: Path, stick: Path) -> None:
    told = exchange("export", centres / "bar", stick, "--to", "nobody")
    assert told.code == 1
    assert "Partners are: federal-hq, regional-hq" in told.err


def test_a_forked_log_is_refused_and_its_evidence_verifies(centres: Path, stick: Path) -> None:
    other = shutil.copytree(centres / "federal-hq", centres / "twin" / "federal-hq")
    for centre, count in ((centres / "federal-hq", 2), (other, 3)):
        say(centre, count)
    well(exchange("export", centres / "federal-hq", stick, "--to", "bar"))
    well(exchange("import", centres / "bar", stick))
    well(exchange("export", other, stick, "--to", "bar"))
    told = exchange("import", centres / "bar", stick)
    assert told.code == 7, told.out
    (evidence,) = (centres / "bar" / "evidence").iterdir()
    said = well(run("tansiq", "verify", evidence, "--trust", centres / "roots.txt"))
    assert "- Proved: two histories of log exercise.local/federal-hq/to/bar were signed." in said
