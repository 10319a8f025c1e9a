"""The exchange's part of a text: made from a model, and held against the rest of the text before it is entered.

::

    [exchange]
    checkpoint_every_s = 60
    overdue_after_s = 300
    urgent_within_s = 60
    [[exchange.centres]]         name, domain, parties, authority; address and contact if there are any
    [[exchange.authorities]]     party; certificate: X.509, DER, in base 64
    [[exchange.release]]         clause, kinds, from, to; stubs

Formed as in a record of kind ``agreement_text/2``.
"""

import base64
import binascii
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tansiq.centre.agreement.seeds import EXCHANGE, model_drafts
from tansiq.centre.door.refusals import Refusal
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import BadInputError
from tansiq.language import LANGUAGES, N_

MODEL: Final = Path(__file__).parent / "model_exchange.toml"
RELEASE_RULES: Final = "release-rules"
_NO_CERTIFICATE: Final = N_("The certificate of %(party)s's authority is not an X.509 certificate in base 64.")
Part = Mapping[str, Any]


def model_annex(
    centres: Sequence[PartnerCentre], authorities: Mapping[str, bytes], **figures: int
) -> Mapping[str, Any]:
    """Return the model annex on release rules as a text's table, its exchange filled in.

    Parameters
    ----------
    centres
        Who takes part.
    authorities
        By party, the certificate of its authority, PEM or DER.
    figures
        What differs from the model's intervals [s] and sizes.

    Raises
    ------
    BadInputError
        A certificate cannot be read.
    """
    part = tomllib.loads(MODEL.read_text(encoding="utf-8")) | figures
    names = [each.name for each in centres]
    part["release"] = [{"from": names, "to": names} | rule for rule in part["release"]]
    part["centres"] = [_centre(each) for each in centres]
    part["authorities"] = [
        {"party": party, "certificate": base64.b64encode(_der(party, data)).decode()}
        for party, data in sorted(authorities.items())
    ]
    return {**model_drafts()[RELEASE_RULES], EXCHANGE: part}


def _centre(each: PartnerCentre) -> dict[str, Any]:
    table: dict[str, Any] = {
        "name": each.name, "domain": each.domain, "parties": sorted(each.parties), "authority": each.authority,
    }  # fmt: skip
    contact = {language: getattr(each.contact, language) for language in LANGUAGES if getattr(each.contact, language)}
    return table | ({"address": each.address} if each.address else {}) | ({"contact": contact} if contact else {})


def _der(party: str, data: bytes) -> bytes:
    read = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
    try:
        found = read(data)
    except ValueError as error:
        template = N_("The certificate of %(party)s's authority is neither PEM nor DER (%(why)s).")
        raise BadInputError(template, party=party, why=error) from error
    return found.public_bytes(Encoding.DER)


def check_exchange(part: Part, clauses: Iterable[str], parties: Iterable[str]) -> None:
    """Refuse terms of an exchange that could not be kept.

    Parameters
    ----------
    part
        Of the kind's form.
    clauses, parties
        Numbers of the text's clauses; who agrees.

    Raises
    ------
    Refusal
        With what does not fit.
    """
    for template, fields in _faults(part, set(clauses), set(parties)):
        raise Refusal(template, **fields)


Faults = Iterator[tuple[str, dict[str, object]]]


def _faults(part: Part, clauses: set[str], parties: set[str]) -> Faults:
    yield from _of_centres(part, parties)
    yield from _of_rules(part, clauses)
    yield from _of_authorities(part)
    if part["overdue_after_s"] <= part["checkpoint_every_s"]:
        yield N_("A partner would be overdue before it had to be heard: make that time longer than the interval."), {}


def _of_centres(part: Part, parties: set[str]) -> Faults:
    names = [each["name"] for each in part["centres"]]
    certified_by = {each["party"] for each in part["authorities"]}
    for each in part["centres"]:
        if names.count(each["name"]) > 1:
            yield N_("Two centres of the exchange are called %(centre)s."), {"centre": each["name"]}
        if not set(each["parties"]) <= parties or each["authority"] not in each["parties"]:
            template = N_("The centre %(centre)s is of other parties than the text's, or certified by another.")
            yield template, {"centre": each["name"]}
        if each["authority"] not in certified_by:
            template = N_("The certificate of %(party)s's authority is missing; it certifies the centre %(centre)s.")
            yield template, {"party": each["authority"], "centre": each["name"]}


def _of_rules(part: Part, clauses: set[str]) -> Faults:
    names = {each["name"] for each in part["centres"]}
    for rule in part["release"]:
        if rule["clause"] not in clauses:
            yield N_("There is no clause %(clause)s for a release to rest on."), {"clause": rule["clause"]}
        for stranger in sorted({*rule["from"], *rule["to"]} - names):
            yield (
                N_("The centre %(centre)s releases or receives, but is not among the exchange's centres."),
                {"centre": stranger},
            )


def _of_authorities(part: Part) -> Faults:
    parties = [each["party"] for each in part["authorities"]]
    for each in part["authorities"]:
        if parties.count(each["party"]) > 1:
            yield N_("%(party)s has two authorities; it may pin one."), {"party": each["party"]}
        if not _is_certificate(each["certificate"]):
            yield _NO_CERTIFICATE, {"party": each["party"]}


def _is_certificate(text: str) -> bool:
    try:
        x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return False
    return True
