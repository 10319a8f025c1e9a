"""``tansiq verify`` on evidence, and on what a centre released and received."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tansiq.cli import main
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder
from tansiq.journal.note import KeyType
from tests.exchange.evidence import cases
from tests.exchange.stick import links
from tests.journal.writing import BAR, ROOTS, log_of, story


def verify(*words: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "--quiet", "verify", *map(str, words)])


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / "roots.txt"
    path.write_bytes(write_roots(ROOTS))
    return path


@pytest.mark.parametrize("lang", ["en", "ar", "ckb"])
@pytest.mark.parametrize("name", cases.CASES)
def test_evidence_is_explained(tmp_path: Path, trust: Path, name: str, lang: str) -> None:
    make, proved = cases.CASES[name]
    (tmp_path / "evidence").write_bytes(cases.evidence(make()))
    told = verify(tmp_path / "evidence", "--trust", trust, lang=lang)
    assert told.exit_code == 0, told.output
    assert ("\n? " in told.stdout) is not proved
    assert "%(" not in told.stdout


def test_evidence_that_was_altered_is_refused(tmp_path: Path, trust: Path) -> None:
    data = cases.evidence(cases.fork())
    (tmp_path / "evidence").write_bytes(data.replace(b"16:00:00.000Z\nexhibit", b"16:00:00.001Z\nexhibit"))
    told = verify(tmp_path / "evidence", "--trust", trust)
    assert told.exit_code == 7
    assert "not signed by the centre that is said to have made it" in told.stderr


def test_evidence_needs_the_roots(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_bytes(cases.evidence(cases.fork()))
    assert verify(tmp_path / "evidence").exit_code == 2


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The folder of bar: its journal, what federal-hq released to it, and (as if it were its own) a release."""
    folder = tmp_path / "centre"
    for name, data in log_of(story()).items():
        Folder(folder / "journal").write(name, data)
    received = links.release(folder / "received" / "federal-hq", links.entries(40))
    (received / "checkpoint").write_bytes(links.cosigned(cases.head(links.entries(40))))
    release = links.release(folder / "releases" / "bar", links.entries(20))
    (release / "receipt").write_bytes(links.cosigned(cases.head(links.entries(20)[:10])))
    return folder


def test_a_centres_folder_is_checked_with_what_it_received_and_released(centre: Path, trust: Path) -> None:
    told = verify(centre, "--trust", trust)
    assert told.exit_code == 0, told.output
    assert told.stdout.count("- Log tansiq.example/") == 3
    assert f"- {BAR.key.as_type(KeyType.COSIGNATURE).label} confirmed having seen this head" in told.stdout
    assert "- Receipt: " in told.stdout
    assert "\n? " not in told.stdout


def test_a_damaged_received_log_is_found(centre: Path, trust: Path) -> None:
    tile = next((centre / "received").rglob("tile/entries/000.p/*"))
    tile.write_bytes(tile.read_bytes()[:-1] + b"?")
    told = verify(centre, "--trust", trust)
    assert told.exit_code == 7
    assert "was altered" in told.stderr
