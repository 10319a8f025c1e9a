"""Alarms about partners: raised by the centre, each with its evidence, dealt with by an officer."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from django.utils import timezone

from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.keys import centre_signer, identity
from tansiq.centre.door.moments import size
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.known import KnownHere
from tansiq.centre.partners.lot import drawn
from tansiq.centre.partners.models import Alarm
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.errors import PartnerFaultError
from tansiq.exchange.evidence import make_evidence
from tansiq.exchange.naming import EVIDENCE, log_origin
from tansiq.exchange.ports import Verified
from tansiq.journal.json_strict import Json
from tansiq.journal.log import Folder
from tansiq.language import LANGUAGES, N_, Language, translate

KIND: Final = "exchange_alarm/1"
OWN_STALE: Final = "own_stale_restore"
CLOCK: Final = "clock"
STRANGER: Final = "stranger"
OTHER: Final = "other"


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
        What it says.
    evidence
        Writes the file of evidence and returns its digest; asked only if the alarm is new. None: there is none.
    """
    says: dict[str, Json] = {language: error.message(language) for language in LANGUAGES}
    if Alarm.objects.at(None).filter(partner=partner.name, fault=fault, state="standing", says=says).exists():
        return None
    body: dict[str, Json] = {"partner": partner.name, "fault": fault, "says": says, "state": "standing"}
    if evidence is not None:
        body["evidence"] = evidence()
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
    return raise_alarm(partner, error.fault, error, lambda: _write_evidence(partner, error, certificates))


def _write_evidence(partner: PartnerCentre, error: PartnerFaultError, certificates: Sequence[bytes]) -> str:
    who = identity()
    own = [record.entry for record in KnownHere(partner.name, size()).centre_certificates()]
    data = make_evidence(
        error, log=log_origin(partner.id, who.name), seen_by=f"{who.domain}/{who.name}", seen_at=timezone.now(),
        certificates=[*certificates, *own], signer=centre_signer(),
    )  # fmt: skip
    digest = sha256(data).hexdigest()
    Folder(who.folder).write(f"{EVIDENCE}/{digest}", data)
    return f"sha256:{digest}"


def raise_refused(partner: PartnerCentre, first: int, entries: Sequence[Verified]) -> None:
    """Raise an alarm for each kind of fault among entries that are kept but not accepted."""
    seen: set[str] = set()
    for index, each in enumerate(entries, first):
        if each.refused and each.fault not in seen:
            seen.add(each.fault)
            template = N_("Entry %(index)s of %(partner)s was not accepted: %(why)s")
            says = {language: translate(each.refused, language, dict(each.refused_fields)) for language in LANGUAGES}
            error = _RefusedEntryError(template, says, index=index, partner=partner.name)
            raise_alarm(partner, each.fault or OTHER, error)


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
