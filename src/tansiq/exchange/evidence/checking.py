"""Whether a file of evidence proves what it claims."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.exchange.errors import ProvesNothingError
from tansiq.exchange.evidence import of_entries, of_heads
from tansiq.exchange.evidence.bench import Bench
from tansiq.exchange.evidence.text import Evidence, parse_evidence
from tansiq.journal.audit import Finding, Tell
from tansiq.journal.audit.findings import blaming, silent
from tansiq.journal.keys import Roots
from tansiq.journal.note import Note, verify_note
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of evidence that was checked.

    Attributes
    ----------
    fault, log, seen_by, seen_at
        As the file says; that ``seen_by`` says so is proved.
    proved
        Whether the file shows the fault by itself; False where part of it rests on the word of ``seen_by``.
    """

    fault: str
    log: str
    seen_by: str
    seen_at: datetime
    proved: bool


# Each tells what it finds, returns whether the fault is proved, and raises if the file does not show what it must.
_CHECKS: Final[Mapping[str, tuple[str, Callable[[Bench], bool]]]] = {
    "fork": (N_("Claimed: two histories of log %(log)s."), of_heads.fork),
    "gap": (N_("Claimed: log %(log)s promises entries that are not there."), of_heads.gap),
    "altered_entry": (N_("Claimed: an entry of log %(log)s was altered, or is no record."), of_entries.altered_entry),
    "stale_restore": (N_("Claimed: log %(log)s is shorter than it was before."), of_heads.stale_restore),
    "replay": (N_("Claimed: something old came again as new in log %(log)s."), of_entries.replay),
    "wrong_recipient": (
        N_("Claimed: in place of log %(log)s came one made for another centre."), of_heads.wrong_recipient,
    ),
    "foreign_log": (N_("Claimed: in place of log %(log)s came the log of another centre."), of_heads.foreign_log),
    "revoked_key": (
        N_("Claimed: something in log %(log)s is signed by a key that was revoked, or certified by nobody."),
        of_entries.revoked_key,
    ),
    "own_stale_restore": (
        N_("Claimed: the centre that made this file has lost entries of its own log %(log)s."),
        of_heads.own_stale_restore,
    ),
    "other": (N_("Claimed: something else is wrong with log %(log)s."), of_heads.other),
    "expired_agreement": (
        N_("Claimed: log %(log)s went on after the agreement had ended."), of_heads.expired_agreement,
    ),
}  # fmt: skip


def check_evidence(data: bytes, trusted: Roots, tell: Tell = silent) -> Checked:
    """Check that a file of evidence shows what it claims, and tell in words what is proved and what is said.

    Parameters
    ----------
    data
        The file.
    trusted
        The parties' roots.
    tell
        Given each finding; doubt marks what rests on the word of whoever made the file.

    Raises
    ------
    DoesNotVerifyError
        The file was altered, is not signed by the centre it names, or does not prove what it claims.
    """
    with blaming(N_("The file of evidence is not as it was written.")):
        evidence, note = parse_evidence(data)
    bench = Bench(evidence, trusted, tell)
    with blaming(N_("The file of evidence is not signed by the centre that is said to have made it.")):
        _check_maker(bench, note)
    if evidence.fault not in _CHECKS:
        template = N_("The file is about a fault, %(fault)s, that this version does not know. Update it.")
        raise ProvesNothingError(template, fault=evidence.fault)
    claim, check = _CHECKS[evidence.fault]
    tell(Finding(claim, {"log": evidence.log}))
    proved = check(bench)
    if untaken := bench.untaken():
        template = N_("Not needed, and not looked at: the exhibits %(names)s.")
        tell(Finding(template, {"names": ", ".join(untaken)}, doubt=True))
    return Checked(evidence.fault, evidence.log, evidence.seen_by, evidence.seen_at, proved)


def _check_maker(bench: Bench, note: Note) -> None:
    evidence: Evidence = bench.evidence
    key = verify_note(note, bench.keys_of(evidence.seen_by))[0].key
    template = N_("Made at %(time)s by %(seen_by)s, signed by %(key)s, a key of %(parties)s.")
    at = evidence.seen_at.isoformat(timespec="milliseconds")
    fields = {"seen_by": evidence.seen_by, "key": key.label, "parties": bench.parties_of(key), "time": at}
    bench.tell(Finding(template, fields))
