"""Adopting an agreement: by the proof that both parties signed it, and by nothing less."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tansiq.centre.door.author import centre_author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Asked, Entered
from tansiq.centre.partners.rules import ExchangeRefusal
from tansiq.centre.partners.terms import adopted
from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file import adoption, read_agreement
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import ATTACHMENTS
from tansiq.journal.keys import Roots, parse_roots
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.paths import ROOTS
from tansiq.language import N_

OBJECT: Final = "exchange-terms"


def adopt(proof: bytes, roots: Roots) -> Entered:
    """Adopt the agreement that ``proof`` shows, in the centre that is loaded.

    The proof is kept among the centre's attachments: the record names it.

    Raises
    ------
    DoesNotVerifyError, BadInputError
        It proves no agreement of both parties with terms of exchange.
    ExchangeRefusal
        It does not concern this centre, rests on other roots, or is older than what was adopted.
    """
    body = adoption(read_agreement(proof, roots), proof, roots)
    Folder(identity().folder).write(_file(str(body["proof"])), proof)
    return put("adopted_agreement/1", body, centre_author(identity().party_ids[0]), object=OBJECT)


def check_adoption(asked: Asked) -> None:
    """Refuse terms that are not those of a proof that is kept here, or that do not concern this centre.

    The proof is checked anew, so that no way to this door can change the terms for one party alone.
    """
    body: Any = asked.content.body
    proof = Folder(identity().folder).read(_file(body["proof"]), LIMITS.agreement_bytes)
    roots = parse_roots(body["roots"].encode())
    agreement = read_agreement(proof, roots)
    if f"sha256:{sha256(proof).hexdigest()}" != body["proof"] or adoption(agreement, proof, roots) != body:
        raise ExchangeRefusal(N_("These are not the terms that both parties signed."))
    _check_roots(roots)
    _check_newer(body)
    _check_concerns(agreement.terms)


def _check_roots(roots: Roots) -> None:
    """Refuse other roots of the centre's own parties than those its journal rests on."""
    own = parse_roots(Folder(identity().journal).read(ROOTS, JOURNAL_LIMITS.key_file_bytes))
    for party, keys in own.items():
        if set(roots.get(party, ())) != set(keys):
            template = N_("The root of %(party)s in this file is another than the one this centre rests on.")
            raise ExchangeRefusal(template, party=party)


def _check_newer(body: Any) -> None:  # noqa: ANN401 - JSON, of its kind's form
    for each in adopted():
        if each["text"] == body["text"] and each["effective_at"] == body["effective_at"]:
            raise ExchangeRefusal(N_("This agreement was adopted already."))
        if each["agreement"] == body["agreement"] and each["version"] > body["version"]:
            raise ExchangeRefusal(N_("Version %(version)s of this agreement was adopted already; this one is older."),
                                  version=each["version"])  # fmt: skip


def _check_concerns(terms: ExchangeTerms) -> None:
    who = identity()
    ours = terms.centre(who.name)
    if ours is None or ours.domain != who.domain or ours.parties != set(who.party_ids):
        template = N_("The agreement names no centre %(domain)s/%(name)s of %(parties)s.")
        raise ExchangeRefusal(template, domain=who.domain, name=who.name, parties=", ".join(who.party_ids))


def _file(digest: str) -> str:
    return f"{ATTACHMENTS}/{digest.removeprefix('sha256:')}"


def proof_path(digest: str) -> Path:
    """Return where the proof of an adopted agreement is kept."""
    return identity().folder / _file(digest)
