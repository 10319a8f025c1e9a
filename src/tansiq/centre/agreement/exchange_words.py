"""What a text says about the exchange between centres, in plain words: for its page and for its paper."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tansiq.centre.agreement.exchange_part import Part
from tansiq.centre.agreement.seeds import EXCHANGE
from tansiq.centre.agreement.wording import ltr, party_name
from tansiq.journal.record.proposal import read_names
from tansiq.language import N_, Language, translate

KINDS: Final[Mapping[str, str]] = {
    "message": N_("Messages"),
    "coverage": N_("Coverage, on coarse cells"),
    "situation_report": N_("Situation reports"),
    "duty_log_entry": N_("Items of the duty log"),
    "agreement_text": N_("Texts of agreements"),
    "decision_proposal": N_("Proposals of joint decisions"),
    "decision_signature": N_("Signatures under joint decisions"),
}
_SECONDS: Final = N_("%(count)s seconds")
_MINUTES: Final = N_("%(count)s minutes")
_METRES: Final = N_("%(count)s m")
_MEBIBYTES: Final = N_("%(count)s MiB")
_FIGURES: Final = (
    ("checkpoint_every_s", N_("Each centre says how far its releases have come, at least every")),
    ("overdue_after_s", N_("A partner not heard of is telephoned after")),
    ("urgent_within_s", N_("A flash or immediate message is telephoned if no receipt came within")),
    ("coverage_cell_m", N_("Coverage is released on cells no smaller than")),
    ("attachment_bytes", N_("Largest attachment")),
)
WITHHELD_TOLD: Final = N_("that something was withheld is told")
WITHHELD_UNTOLD: Final = N_("nothing is told of what is withheld")
BY_STICK: Final = N_("only by stick")
NOBODY: Final = N_("not said")


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A centre: whose, who certifies its connections, where it is reached, whom to telephone."""

    name: str
    parties: str
    authority: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What is released under a clause, from where to where, and what is told of what is not."""

    clause: str
    kinds: str
    origins: str
    recipients: str
    withheld: str


@dataclass(frozen=True, slots=True)
class ExchangeShown:
    """The exchange's part of a text, in one language.

    Attributes
    ----------
    centres, rules
        In the order of the text.
    figures
        What, and how much.
    authorities
        Party, and SHA-256 of its authority's certificate.
    """

    centres: tuple[CentreRow, ...]
    rules: tuple[RuleRow, ...]
    figures: tuple[tuple[str, str], ...]
    authorities: tuple[tuple[str, str], ...]


def shown_exchange(body: Mapping[str, Any], language: Language) -> ExchangeShown | None:
    """Return what a text's record says about the exchange; None if it says nothing."""
    part = body.get(EXCHANGE)
    if part is None:
        return None
    return ExchangeShown(
        tuple(_centre(each, language) for each in part["centres"]),
        tuple(_rule(each, language) for each in part["release"]),
        tuple((translate(label, language), _figure(name, part[name], language))
              for name, label in _FIGURES if name in part),
        tuple((party_name(each["party"], language), _fingerprint(each["certificate"])) for each in part["authorities"]),
    )  # fmt: skip


def _centre(each: Part, language: Language) -> CentreRow:
    parties = " · ".join(party_name(party, language) for party in each["parties"])
    contact = read_names(each["contact"]).best(language) if "contact" in each else translate(NOBODY, language)
    address = ltr(each["address"]) if "address" in each else translate(BY_STICK, language)
    return CentreRow(ltr(each["name"]), parties, party_name(each["authority"], language), address, contact)


def _rule(each: Part, language: Language) -> RuleRow:
    kinds = ", ".join(translate(KINDS[kind], language) if kind in KINDS else ltr(kind) for kind in each["kinds"])
    told = translate(WITHHELD_TOLD if each.get("stubs") else WITHHELD_UNTOLD, language)
    return RuleRow(each["clause"], kinds, _names(each["from"]), _names(each["to"]), told)


def _names(centres: Iterable[str]) -> str:
    return " · ".join(ltr(each) for each in centres)


def _figure(name: str, value: int, language: Language) -> str:
    if name.endswith("_m"):
        return translate(_METRES, language, {"count": value})
    if name.endswith("_bytes"):
        return translate(_MEBIBYTES, language, {"count": f"{value / 2**20:g}"})
    whole = value >= 120 and value % 60 == 0  # noqa: PLR2004 - two minutes read better than 120 seconds
    return translate(_MINUTES if whole else _SECONDS, language, {"count": value // 60 if whole else value})


def _fingerprint(certificate: str) -> str:
    return f"sha256:{hashlib.sha256(base64.b64decode(certificate)).hexdigest()}"


def changed_exchange(
    earlier: Mapping[str, Any], later: Mapping[str, Any], language: Language
) -> list[tuple[str, list[str]]]:
    """Return what of the exchange differs between two versions: ``earlier`` or ``later``, and lines only it has."""
    before, after = (_lines(shown_exchange(each, language)) for each in (earlier, later))
    found = (("earlier", [line for line in before if line not in after]),
             ("later", [line for line in after if line not in before]))  # fmt: skip
    return [each for each in found if each[1]]


def _lines(shown: ExchangeShown | None) -> list[str]:
    if shown is None:
        return []
    centres = [f"{each.name} · {each.parties} · {each.authority} · {each.address}" for each in shown.centres]
    rules = [f"{ltr(each.clause)} · {each.kinds} · {each.origins} · {each.recipients}" for each in shown.rules]
    pairs = [": ".join(each) for each in (*shown.figures, *shown.authorities)]
    return [*centres, *rules, *pairs]
