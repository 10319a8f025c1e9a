"""``tansiq verify``: does a log, an excerpt, a record or evidence prove what it claims? Nothing needs to run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, progress_bar, say
from tansiq.errors import UnreadableInputError, UsageError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.journal.audit import Finding
    from tansiq.journal.keys import Roots
    from tansiq.journal.note import VerifierKey

_DOUBT = "? "
_SHOWN = "- "


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--trust", metavar="FILE", type=click.Path(path_type=Path),
    help="The parties' roots as you were given them: lines of party and key. Needed for a single record.",
)  # fmt: skip
@click.option(
    "--earlier", metavar="FILE", type=click.Path(path_type=Path),
    help="A head of the log (its file checkpoint) that you kept: has history been changed since?",
)  # fmt: skip
def verify(path: Path, *, trust: Path | None, earlier: Path | None) -> None:
    """Check the log, record, proof or evidence PATH and say what was found.

    PATH is the folder of a log, a centre's folder, or a file: a proof, a record, evidence about a partner. Of a centre
    its journal is checked, and what it released and received. Lines that begin with a question mark are for people to
    judge; everything else was proved. The first thing that does not hold ends the check.
    """
    if not path.exists():
        raise UnreadableInputError(N_("%(path)s is not there."), path=path)
    trusted = None if trust is None else _roots(trust)
    if path.is_dir():
        _verify_logs(path, trusted, earlier)
    elif trusted is None:
        template = N_(
            "A single file proves itself only to somebody who has the parties' roots. Give them: --trust FILE"
        )
        raise UsageError(template)
    else:
        _verify_file(path, trusted)
    click.echo(translate(N_("%(path)s verifies."), current_language(), {"path": path}))


def _roots(path: Path) -> "Roots":
    from tansiq.journal.keys import parse_roots  # noqa: PLC0415 - OpenSSL takes time that --help should not cost
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415

    return parse_roots(_bytes(path, LIMITS.key_file_bytes))


def _bytes(path: Path, most_bytes: int) -> bytes:
    from tansiq.journal.log import Folder  # noqa: PLC0415

    return Folder(path.parent).read(path.name, most_bytes)


def _verify_logs(path: Path, trusted: "Roots | None", earlier: Path | None) -> None:
    from tansiq.exchange.evidence import check_kept_log  # noqa: PLC0415
    from tansiq.journal.limits import LIMITS  # noqa: PLC0415

    logs = _logs(path)
    if earlier is not None and len(logs) > 1:
        raise UsageError(N_("%(path)s holds %(count)s logs. Name the one whose earlier head you have."),
                         path=path, count=len(logs))  # fmt: skip
    kept = None if earlier is None else _bytes(earlier, LIMITS.note_bytes)
    known: list[VerifierKey] = []
    for log in logs:
        say(N_("Checking %(path)s"), path=log)
        with progress_bar() as progress:
            audited = check_kept_log(log, trusted, earlier=kept, known=known, tell=_tell, progress=progress)
        known += [each.key for each in audited.signed if each.at_s is None]


def _logs(path: Path) -> list[Path]:
    """Return the logs in a folder: itself, or a centre's journal, what it received and what it released.

    In this order, so that who cosigned what is known where it is looked at: the centre what it received, its partners
    what it released.
    """
    below = (*sorted(path.glob("received/*")), *sorted(path.glob("releases/*")))
    found = [each for each in (path, path / "journal", *below) if (each / "checkpoint").exists()]
    if not found:
        template = N_("%(path)s holds no log: a log has a file named checkpoint, a centre keeps its own in journal.")
        raise UnreadableInputError(template, path=path)
    return found[:1] if found[0] == path else found


def _verify_file(path: Path, trusted: "Roots") -> None:
    from tansiq.exchange.evidence import FIRST_LINE, check_evidence  # noqa: PLC0415
    from tansiq.exchange.limits import LIMITS  # noqa: PLC0415
    from tansiq.journal.audit import audit_excerpt, audit_record  # noqa: PLC0415

    data = _bytes(path, LIMITS.evidence_bytes)
    if data.startswith(b"c2sp.org/tlog-proof@"):
        audit_excerpt(data, trusted, tell=_tell)
    elif data.startswith(b"tansiq-record/"):
        audit_record(data, trusted, tell=_tell)
    elif data.startswith(FIRST_LINE.encode()):
        check_evidence(data, trusted, _tell)
    else:
        raise UnreadableInputError(N_("%(path)s is no proof file, no record and no evidence."), path=path)


def _tell(finding: "Finding") -> None:
    click.echo((_DOUBT if finding.doubt else _SHOWN) + finding.words(current_language()))
