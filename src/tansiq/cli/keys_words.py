"""What a certificate or a revocation says, in sentences for whoever is about to sign one."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from tansiq.cli.console import current_language
from tansiq.errors import BadInputError
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import KeyRequest
from tansiq.journal.record import Record, check_body
from tansiq.language import N_, translate

_MAY: Final[Mapping[str, str]] = {
    "centre": N_("Key %(key)s may sign the records and the log of centre %(centre)s for party %(party)s."),
    "signatory": N_(
        "Whoever holds key %(key)s may sign joint decisions for party %(party)s in the log of centre %(centre)s."
    ),
    "watch": N_(
        "Whoever holds key %(key)s may hand over the watch and confirm receipt for party %(party)s in the log of "
        "centre %(centre)s."
    ),
    "witness": N_("Key %(key)s may confirm for party %(party)s that it has seen the log of centre %(centre)s."),
    "root": N_(
        "Key %(key)s may certify and revoke keys of party %(party)s in the log of centre %(centre)s, as its root does."
    ),
}
_REVOKED: Final = N_(
    "Key %(key)s signs nothing more for party %(party)s in the log of centre %(centre)s, and never again. What it "
    "signed from entry %(since)s on is doubtful. Reason: %(reason)s."
)
REASONS: Final[Mapping[str, str]] = {
    "lost": N_("lost"),
    "compromised": N_("in wrong hands"),
    "replaced": N_("replaced by another"),
    "ended": N_("its holder's function ended"),
}


def request_words(request: KeyRequest) -> str:
    """Return what a certificate on this request would say."""
    fields = {"key": request.key.label, "party": request.party, "centre": request.centre}
    return translate(_MAY[request.purpose], current_language(), fields)


def revocation_words(body: Mapping[str, Json], party: str, centre: str) -> str:
    """Return what a revocation says."""
    language = current_language()
    reason = translate(REASONS[str(body["reason"])], language)
    fields = {"key": body["key"], "party": party, "centre": centre, "since": body["not_trusted_from"]}
    return translate(_REVOKED, language, fields | {"reason": reason})


def record_words(record: Record) -> str:
    """Return what a record about a key says; not who signed it.

    Raises
    ------
    BadInputError
        It says nothing about a key, or is not of its kind's form.
    """
    content = record.content
    check_body(content)
    if content.kind == "key_revocation/1":
        return revocation_words(content.body, content.party, content.centre)
    if content.kind != "key_certificate/1":
        raise BadInputError(N_("This record is of kind %(kind)s and says nothing about keys."), kind=content.kind)
    key = str(content.body["key"]).rpartition("+")[0]
    fields = {"key": key, "party": content.party, "centre": content.centre}
    return translate(_MAY[str(content.body["purpose"])], current_language(), fields)


def fingerprint(data: bytes) -> str:
    """Return 16 groups of four hexadecimal digits, to be read out: SHA-256 of what both sides should hold."""
    return " ".join(groups(sha256(data).hexdigest()))


def groups(digits: str) -> Iterable[str]:
    """Yield four digits at a time."""
    return (digits[at : at + 4] for at in range(0, len(digits), 4))
