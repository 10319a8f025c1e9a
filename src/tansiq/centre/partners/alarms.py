"""Alarms about partners: raised by the centre, each with its evidence, dealt with by an officer."""

from collections.abc import Mapping, Sequence

from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.lot import drawn
from tansiq.centre.partners.models import Alarm
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.ports import Verified
from tansiq.journal.json_strict import Json
from tansiq.language import LANGUAGES, N_, translate

_KIND = "exchange_alarm/1"
OWN_STALE: str = "own_stale_restore"
CLOCK: str = "clock"
STRANGER: str = "stranger"


def raise_alarm(partner: PartnerCentre, fault: str, error: TansiqError, evidence: str = "") -> Entered | None:
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
        Digest of the file of evidence; empty if there is none.
    """
    says: dict[str, Json] = {language: error.message(language) for language in LANGUAGES}
    if Alarm.objects.at(None).filter(partner=partner.name, fault=fault, state="standing", says=says).exists():
        return None
    body: dict[str, Json] = {"partner": partner.name, "fault": fault, "says": says, "state": "standing"}
    if evidence:
        body["evidence"] = evidence
    ours = identity().party_ids
    author = centre_author(next((party for party in ours if party in partner.parties), ours[0]))
    return put(_KIND, body, author, object=drawn("alarm"))


def raise_refused(partner: PartnerCentre, first: int, entries: Sequence[Verified]) -> None:
    """Raise an alarm for each kind of fault among entries that are kept but not accepted."""
    seen: set[str] = set()
    for index, each in enumerate(entries, first):
        if each.refused and each.fault not in seen:
            seen.add(each.fault)
            template = N_("Entry %(index)s of %(partner)s was not accepted: %(why)s")
            says = {language: translate(each.refused, language, dict(each.refused_fields)) for language in LANGUAGES}
            raise_alarm(
                partner, each.fault or "other", _RefusedEntryError(template, says, index=index, partner=partner.name)
            )


class _RefusedEntryError(TansiqError):
    """A sentence whose reason differs with the language."""

    def __init__(self, template: str, why: Mapping[str, str], **fields: object) -> None:
        super().__init__(template, **fields, why=why["en"])
        self.why = why

    def message(self, language: str = "en") -> str:
        """Return the sentence in ``language``."""
        return translate(self.template, language, {**self.fields, "why": self.why[language]})  # type: ignore[arg-type]  # one of the three


def handle(row: Alarm, remark: Mapping[str, Json], author: Author) -> Entered:
    """Put down that an alarm was dealt with, and how."""
    body: dict[str, Json] = {"partner": row.partner, "fault": row.fault, "says": row.says, "state": "handled"}
    if row.evidence:
        body["evidence"] = row.evidence
    return put(_KIND, body | {"remark": dict(remark)}, author, object=row.key)
