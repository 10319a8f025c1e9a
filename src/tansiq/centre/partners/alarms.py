"""Alarms about partners: raised by the centre, each with its evidence, dealt with by an officer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.evidence_files import write_evidence
from tansiq.centre.partners.lot import drawn
from tansiq.centre.partners.models import Alarm
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.errors import (
    AlteredEntryError,
    ForkError,
    OwnStaleRestoreError,
    PartnerFaultError,
    ReplayError,
    RevokedPartnerKeyError,
)
from tansiq.exchange.ports import Verified
from tansiq.journal.json_strict import Json
from tansiq.language import LANGUAGES, N_, Language, translate

KIND: Final = "exchange_alarm/1"
OWN_STALE: Final = "own_stale_restore"
CLOCK: Final = "clock"
STRANGER: Final = "stranger"
OTHER: Final = "other"
_NO_FILE: Final = N_("There is no file of evidence: nothing of this could be checked by somebody else.")
_KINDS: Final = {each.fault: each for each in (AlteredEntryError, ReplayError, RevokedPartnerKeyError)}


def raise_alarm(
    partner: PartnerCentre, fault: str, error: TansiqError, evidence: Callable[[], str] | None = None
) -> Entered | None:
    """Put down that something is wrong with ``partner``; once for as long as the same stands unhandled.

    Parameters
    ----------
    partner
        Which one.
    fault
        As in the kind ``exchange_alarm``.
    error
        What it says; where there is no file of evidence the alarm says that too.
    evidence
        Writes the file of evidence and returns its digest, empty if nothing can be shown; asked only if the alarm is
        new. None: nothing of this can be shown to anybody.
    """
    says: dict[str, Json] = {language: error.message(language) for language in LANGUAGES}
    bare: dict[str, Json] = {language: f"{says[language]} {translate(_NO_FILE, language)}" for language in LANGUAGES}
    standing = Alarm.objects.at(None).filter(partner=partner.name, fault=fault, state="standing")
    known = list(standing.values_list("says", flat=True))  # compared here: SQLite heeds the order of languages
    if says in known or bare in known:
        return None
    digest = evidence() if evidence is not None else ""
    shown: dict[str, Json] = {"says": says, "evidence": digest} if digest else {"says": bare}
    body: dict[str, Json] = {"partner": partner.name, "fault": fault, "state": "standing", **shown}
    return put(KIND, body, author_about(partner), object=drawn("alarm"))


def author_about(partner: PartnerCentre) -> Author:
    """Return the centre itself, writing about a partner: for the party both are of, else for its first."""
    ours = identity().party_ids
    return centre_author(next((party for party in ours if party in partner.parties), ours[0]))


def raise_fault(partner: PartnerCentre, error: PartnerFaultError, certificates: Sequence[bytes]) -> Entered | None:
    """Raise the alarm for a partner's fault, with a file of evidence that a third person can check.

    Parameters
    ----------
    partner, error
        Whose fault, and which.
    certificates
        Records of the partner's keys, as they stand in its log.
    """
    return raise_alarm(partner, error.fault, error, lambda: write_evidence(partner, error, certificates))


def raise_own_stale(partner: PartnerCentre, error: OwnStaleRestoreError | ForkError) -> Entered | None:
    """Raise the alarm that this centre has lost, or has others than, entries that ``partner`` confirms to have."""
    stale = OwnStaleRestoreError(error.template, exhibits=error.exhibits, **error.fields)
    return raise_alarm(partner, OWN_STALE, error, lambda: write_evidence(partner, stale, ()))


def raise_refused(partner: PartnerCentre, first: int, entries: Sequence[Verified]) -> None:
    """Raise an alarm for each kind of fault among entries that are kept but not accepted, with what shows it."""
    seen: set[str] = set()
    for index, each in enumerate(entries, first):
        if each.refused and each.fault not in seen:
            seen.add(each.fault)
            _raise_refused(partner, index, each)


def _raise_refused(partner: PartnerCentre, index: int, refused: Verified) -> None:
    template = N_("Entry %(index)s of %(partner)s was not accepted: %(why)s")
    says = {language: translate(refused.refused, language, dict(refused.refused_fields)) for language in LANGUAGES}
    error = _RefusedEntryError(template, says, index=index, partner=partner.name)
    shown = _KINDS.get(refused.fault, PartnerFaultError)(template, exhibits=refused.exhibits, **error.fields)
    evidence = (lambda: write_evidence(partner, shown, ())) if refused.exhibits else None
    raise_alarm(partner, refused.fault or OTHER, error, evidence)


class _RefusedEntryError(TansiqError):
    """A sentence whose reason differs with the language."""

    def __init__(self, template: str, why: Mapping[Language, str], **fields: object) -> None:
        super().__init__(template, **fields, why=why["en"])
        self.why = why

    def message(self, language: Language = "en") -> str:
        """Return the sentence in ``language``."""
        return translate(self.template, language, {**self.fields, "why": self.why[language]})


def handle(row: Alarm, remark: Mapping[str, Json], author: Author) -> Entered:
    """Put down that an alarm was dealt with, and how."""
    body: dict[str, Json] = {"partner": row.partner, "fault": row.fault, "says": row.says, "state": "handled"}
    if row.evidence:
        body["evidence"] = row.evidence
    return put(KIND, body | {"remark": dict(remark)}, author, object=row.key)
