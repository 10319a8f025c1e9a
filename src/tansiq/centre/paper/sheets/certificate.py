"""The printed certificate of a joint decision: what was decided, by whose signatures, and how anybody checks it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tansiq.centre.paper.document import (
    Block,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.sheets.frame import Frame, Reservation, Texts, framed, reservations, say, side_by_side
from tansiq.language import N_, Language


@dataclass(frozen=True, slots=True)
class Certificate:
    """A joint decision as its certificate tells it. Names and words are in the language of the page.

    Attributes
    ----------
    frame
        What stands around it; its serial is the decision's object.
    matter
        What is decided, such as "Gap closed".
    standing
        Where the decision stands, in a sentence.
    proposed_by, proposed_at
        Party, and time of the proposal's record.
    effective_at, lapses_at, ends_at
        When it takes effect, until when it can be signed, when it ends; None for no end.
    about
        What it is about: objects or names.
    text, authentic_languages
        What both parties signed, in its languages; those that bind.
    digest
        Of the proposal's record: what both signed.
    signatures
        One per party, unsigned ones too, in the order in which the parties stand on this sheet.
    agreed
        Whether the agreement of both is complete, receipt confirmed where that is needed, and nobody withdrew in time.
        Signatures alone are not enough: signed by both, a decision can still lapse.
    receipts
        Which party confirmed receipt, and when.
    reservations
        What a party attached to its signature.
    holder
        Who holds the ground from now on, party and unit; empty where the decision needs none.
    texts_decided
        Records put in force by it: name, digest.
    log, place
        Origin of the log in which the proposal stands, and at which place.
    proof_file
        Name of the file that proves it; empty if none is given along.
    address
        Where the decision is found in the centre.
    """

    frame: Frame
    matter: str
    standing: str
    proposed_by: str
    proposed_at: datetime
    effective_at: datetime
    lapses_at: datetime
    about: Sequence[str]
    text: Texts
    authentic_languages: Sequence[Language]
    digest: str
    signatures: Sequence[Signature]
    agreed: bool = field(default=False, kw_only=True)
    receipts: Sequence[tuple[str, datetime]] = ()
    reservations: Sequence[Reservation] = ()
    ends_at: datetime | None = None
    holder: tuple[str, str] | None = None
    texts_decided: Sequence[tuple[str, str]] = ()
    log: str = ""
    place: int | None = None
    proof_file: str = ""
    address: str = ""

    @property
    def signed_by_all(self) -> bool:
        """Whether two parties or more are named, and every one has signed."""
        return len({each.party for each in self.signatures}) > 1 and all(
            each.line and each.at for each in self.signatures
        )


TITLE: Final = N_("Certificate of a joint decision: %(matter)s")
NO_CERTIFICATE: Final = N_("Joint decision, not signed by both parties: %(matter)s")
NOT_AGREED: Final = N_("Joint decision, not agreed: %(matter)s")
NOT_YET: Final = N_("This sheet certifies nothing: a signature is missing. It shows where the decision stands.")
SIGNED_ONLY: Final = N_(
    "This sheet certifies nothing: both parties signed, but the decision is not agreed."
    " It shows where the decision stands."
)
DECIDED: Final = N_("What was decided")
PROPOSED: Final = N_("What is proposed")
SIGNED: Final = N_("Signatures")
SAME_BYTES: Final = N_("Each party signed the same record, byte for byte. Its digest is below.")
CHECK: Final = N_("How to check this sheet")
STANDS: Final = N_("Where it stands")
ABOUT: Final = N_("About")
HOLDER: Final = N_("Holder")
BY: Final = N_("Proposed by")
AT: Final = N_("Proposed at")
EFFECTIVE: Final = N_("Takes effect")
LAPSES: Final = N_("Can be signed until")
ENDS: Final = N_("Ends")
NO_END: Final = N_("Until both parties decide otherwise")
RECEIPT: Final = N_("Receipt confirmed")
CONFIRMED: Final = N_("%(party)s: %(when)s")
NOT_CONFIRMED: Final = N_("Not confirmed by any party")
LOG: Final = N_("Journal")
LOG_PLACE: Final = N_("%(log)s, place %(place)s")
PUT_IN_FORCE: Final = N_("Texts put in force")
NAME: Final = N_("Text")
DIGEST: Final = N_("Digest")
BY_HAND: Final = N_(
    "On any machine with Tansiq, without a network: keep the proof file %(file)s beside the file of both parties' roots"
    " as they were exchanged when the agreement began, and run"
)
WITHOUT_FILE: Final = N_("Ask the centre for the proof file of this decision and check it with")
COMPARE: Final = N_("It must name both parties as signers and print the digest that stands here, group by group.")


def certificate(sheet: Certificate, language: Language) -> Document:
    """Return ``sheet`` as a document; unless every party signed and all agreed, it is no certificate and says so."""
    template = (TITLE if sheet.agreed else NOT_AGREED) if sheet.signed_by_all else NO_CERTIFICATE
    return framed(sheet.frame, say(template, language, matter=sheet.matter), tuple(_blocks(sheet, language)))


def _blocks(sheet: Certificate, language: Language) -> Iterator[Block]:
    if not sheet.signed_by_all:
        yield Notice(say(NOT_YET, language))
    elif not sheet.agreed:
        yield Notice(say(SIGNED_ONLY, language))
    yield Facts(tuple(_facts(sheet, language)))
    yield Heading(say(DECIDED if sheet.agreed and sheet.signed_by_all else PROPOSED, language))
    yield side_by_side(sheet.text, sheet.authentic_languages)
    if sheet.texts_decided:
        headers = (say(NAME, language), say(DIGEST, language))
        yield Table(headers, sheet.texts_decided, caption=say(PUT_IN_FORCE, language))
    yield Heading(say(SIGNED, language))
    if sheet.signed_by_all:
        yield Paragraph(say(SAME_BYTES, language), language)
    yield Signatures(sheet.signatures)
    yield from reservations(sheet.reservations, language)
    yield from _check(sheet, language)


def _facts(sheet: Certificate, language: Language) -> Iterator[tuple[str, Words]]:
    yield say(STANDS, language), sheet.standing
    yield say(ABOUT, language), "\n".join(sheet.about)
    if sheet.holder:
        yield say(HOLDER, language), "\n".join(sheet.holder)
    yield say(BY, language), sheet.proposed_by
    yield say(AT, language), sheet.proposed_at
    yield say(EFFECTIVE, language), sheet.effective_at
    if not sheet.signed_by_all:
        yield say(LAPSES, language), sheet.lapses_at
    yield say(ENDS, language), sheet.ends_at or say(NO_END, language)
    if sheet.log and sheet.place is not None:
        yield say(LOG, language), say(LOG_PLACE, language, log=sheet.log, place=str(sheet.place))
    confirmed = [say(CONFIRMED, language, party=party, when=when) for party, when in sheet.receipts]
    yield say(RECEIPT, language), "\n".join(confirmed) or say(NOT_CONFIRMED, language)


def _check(sheet: Certificate, language: Language) -> Iterator[Block]:
    yield Heading(say(CHECK, language))
    file = sheet.proof_file
    yield Paragraph(say(BY_HAND, language, file=file) if file else say(WITHOUT_FILE, language), language)
    yield Paragraph(f"tansiq verify {file or 'FILE'} --trust roots.txt")
    yield Proof(sheet.digest, say(COMPARE, language), sheet.address)
