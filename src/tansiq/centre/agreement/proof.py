"""The proof of a decision as one file, which anybody with the parties' roots can check without this centre.

The record it proves is the last act that was needed (or the last there is). With it go, in the log's order, what that
leans on: certificates of every key that signed, texts decided on as far as they fit, the proposal, the other acts.
"""

from collections.abc import Iterator
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
from tansiq.journal.record import read_record
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
    signers = {deed.signed_with for deed in deeds if deed.place <= main} | {keys.centre_signer().key.label}
    places = {row.place, *(deed.place for deed in deeds if deed.place < main), *_certificates(signers, main)}
    places |= _texts(row)
    support = _entries(places)
    files = Folder(keys.identity().journal)
    data = make_excerpt(files, main, support)
    audit_excerpt(data, parse_roots((keys.identity().journal / "roots").read_bytes()))
    return Proof(data, main)


def _certificates(labels: set[str], before: int) -> Iterator[int]:
    rows = Entry.objects.filter(kind="key_certificate/1", place__lt=before).values_list("place", "entry")
    for place, entry in rows:
        key = parse_verifier_key(str(read_record(bytes(entry)).content.body["key"]))
        if key.label in labels:
            yield place


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
