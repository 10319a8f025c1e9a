"""The proof of a decision as one file, which anybody with the parties' roots can check without this centre.

The record it proves is the last act that was needed (or the last there is). With it go, in the log's order, what that
leans on: certificates of every key that signed, texts decided on as far as they fit, the proposal, the other acts.
"""

from dataclasses import dataclass
from typing import Final

from tansiq.centre.agreement.models import Deed as DeedRow
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.door import keys
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import publish
from tansiq.centre.door.refusals import Refusal
from tansiq.domain.decision import Standing
from tansiq.journal.audit import audit_excerpt, make_excerpt
from tansiq.journal.keys import parse_roots
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.note import parse_verifier_key
from tansiq.journal.record import Record
from tansiq.journal.record.again import read_again
from tansiq.language import N_

# What of a proof file the texts may fill: one of any size always fits. The rest is certificates, proposal, signatures.
_TEXT_BYTES: Final = LIMITS.record_bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof file, and the place of the record it proves."""

    data: bytes
    place: int


def prove(row: ProposalRow, standing: Standing) -> Proof:
    """Return the proof of a decision as it stands now; it was checked before it is handed out.

    Raises
    ------
    Refusal
        Nobody has signed yet, or the journal's head is not signed yet.
    tansiq.errors.DoesNotVerifyError
        It would not verify: the journal's files are damaged.
    """
    deeds = list(DeedRow.objects.at(None).filter(proposal=row.key).order_by("place"))
    if not deeds:
        raise Refusal(N_("Nobody has signed this yet, so there is nothing to prove."))
    main = standing.complete.place if standing.complete else deeds[-1].place
    if publish() is None:
        raise Refusal(N_("The centre's own key is not certified by both parties yet, so nothing can be proved."))
    places = {row.place, *(deed.place for deed in deeds if deed.place < main), *_texts(row)}
    support = _entries(places | _certificates(places | {main}))
    files = Folder(keys.identity().journal)
    data = make_excerpt(files, main, support)
    audit_excerpt(data, parse_roots((keys.identity().journal / "roots").read_bytes()))
    return Proof(data, main)


def _certificates(signed: set[int]) -> set[int]:
    """Return the places of the certificates of every key that signed records at ``signed``, or signs the head now.

    A key may have been replaced since, by one that a later root certified: so certificates' own signers count too.
    """
    rows = Entry.objects.filter(kind="key_certificate/1").order_by("place").values_list("place", "entry")
    certificates = [(place, read_again(bytes(entry))) for place, entry in rows]
    needed = {_signer(read_again(entry)) for entry in _entries(signed)} | {keys.centre_signer().key.label}
    places: set[int] = set()
    for place, certificate in reversed(certificates):  # a key's certificate comes before what it signed
        if parse_verifier_key(str(certificate.content.body["key"])).label in needed:
            places.add(place)
            needed.add(_signer(certificate))
    return places


def _signer(record: Record) -> str:
    return f"{record.signature.name}+{record.signature.key_id.hex()}"


def _texts(row: ProposalRow) -> set[int]:
    """Return the places of the texts decided on as far as they fit: first those by which centres exchange records."""
    rows = Entry.objects.filter(digest__in=row.body.get("texts_decided", ())).values_list("place", "entry")
    places, left = set(), _TEXT_BYTES
    for place, entry in sorted(rows, key=lambda each: (not _says_how_to_exchange(bytes(each[1])), each[0])):
        if len(entry) <= left:
            places.add(place)
            left -= len(entry)
    return places


def _says_how_to_exchange(entry: bytes) -> bool:
    return "exchange" in read_again(entry).content.body


def _entries(places: set[int]) -> list[bytes]:
    rows = Entry.objects.filter(place__in=places).order_by("place").values_list("entry", flat=True)
    return [bytes(entry) for entry in rows]
