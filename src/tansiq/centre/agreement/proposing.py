"""From a filled form to a proposal's record."""

from typing import Any, Final

from django.utils import timezone

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.agreement.decided import decided_text
from tansiq.centre.agreement.forms import TEXT_MATTERS, in_record
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.agreement.wording import ltr
from tansiq.centre.door import keys
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.shell.who import party_of
from tansiq.domain.decision import Matter
from tansiq.domain.names import Names
from tansiq.domain.register import AgreementText
from tansiq.journal.json_strict import Json
from tansiq.language import LANGUAGES

SERIAL: Final = "decision-"


def propose(
    officer: Officer, matter: Matter, given: dict[str, Any], texts: dict[str, AgreementText], counter_to: str = ""
) -> Entered:
    """Enter a proposal.

    Parameters
    ----------
    officer
        Who proposes, as signatory if it is one, else as planner.
    matter, given
        What is decided, and the form's values.
    texts
        Texts that may be decided on, by digest.
    counter_to
        Digest of the proposal that it answers.

    Raises
    ------
    Refusal, DecisionRefusedError
        With the reason.
    """
    role = "signatory" if "signatory" in officer.roles else "planner"
    body = _body(matter, given, texts)
    if counter_to:
        body["counter_to"] = counter_to
    return put("decision_proposal/1", body, officer.author(role), object=_next_serial)


def _next_serial() -> str:
    """Return the next number, asked for under the door's lock."""
    return f"{SERIAL}{ProposalRow.objects.at(None).count() + 1}"


def _body(matter: Matter, given: dict[str, Any], texts: dict[str, AgreementText]) -> dict[str, Json]:
    text = texts[given["text_decided"]] if matter in TEXT_MATTERS else None
    about = text.agreement if text else given["about"]
    body: dict[str, Json] = {
        "decision": matter.value, "effect": matter.effect.value, "parties": list(keys.identity().party_ids),
        "about": [about], "authentic_languages": list(given["authentic"]), "lapses_at": in_record(given["lapses_at"]),
        "effective_at": in_record(given.get("effective_at") or timezone.now()),
        "text": dict(decided_text(matter, _facts(given, about, text), given["further"])),
    }  # fmt: skip
    if text:
        body["texts_decided"] = [text.digest]
    if given.get("ends_at"):
        body["ends_at"] = in_record(given["ends_at"])
    if matter is Matter.GAP_CLOSED:
        body["holder"] = {"party": given["holder_party"], "unit": given["holder_unit"]}
    return body


def _facts(given: dict[str, Any], about: str, text: AgreementText | None) -> dict[str, str | Names]:
    party = party_of(given.get("holder_party", ""))
    facts: dict[str, str | Names] = {"about": ltr(about), "unit": given.get("holder_unit", "")}
    facts["party"] = in_every_language(party.names) if party else ""
    if text:
        facts |= {"title": in_every_language(text.title), "version": str(text.version)}
    return facts


def in_every_language(names: Names) -> Names:
    """Return ``names`` without gaps: where a language has none, the best there is stands."""
    return Names(*(names.best(language) for language in LANGUAGES))
