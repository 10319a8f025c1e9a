"""Exchange by stick, for the centre that is loaded: what the network does all the time, done once by hand."""

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from tansiq.centre.door.keys import centre_signer, identity
from tansiq.centre.door.moments import size as journal_size
from tansiq.centre.partners import guarding
from tansiq.centre.partners.alarms import raise_fault
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.known import KnownHere
from tansiq.centre.partners.models import Receipt
from tansiq.centre.partners.received_files import accepted_head
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.running.receipts import keep_receipt
from tansiq.centre.partners.terms import (
    last_in_force,
    latest_terms,
    not_in_force,
    partner_called,
    partners_of,
    roots_of,
    terms_in_force,
)
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.exchange.errors import OldStickError, PartnerFaultError, StrangerError, UnreadyError, WrongRecipientError
from tansiq.exchange.naming import log_origin, releases_folder
from tansiq.exchange.pulling import Pulled, pull
from tansiq.exchange.stick import (
    Found,
    Manifest,
    Outgoing,
    StickTransport,
    check_news,
    find_exports,
    open_export,
    write_export,
)
from tansiq.journal.note import parse_checkpoint, parse_note
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Taken:
    """What a stick brought from one partner.

    Attributes
    ----------
    sender
        The partner's name.
    pulled
        What was taken over; None if the stick was an old one.
    receipt
        How many entries of our own log the partner has confirmed to have; None if the stick says nothing of it.
    old
        Why nothing was taken over; None if something was.
    unheard
        Why this centre, which was restored, still releases nothing to the partner; None if it does.
    """

    sender: str
    pulled: Pulled | None
    receipt: int | None
    old: OldStickError | None = None
    unheard: UnreadyError | None = None


def export(name: str, stick: Path, *, whole: bool) -> Manifest:
    """Write what was released to a partner onto a stick, with our receipt for what it released to us.

    Parameters
    ----------
    name
        The partner's.
    stick
        Any folder.
    whole
        Everything from the first entry on, and not only what the partner has no receipt for.

    Raises
    ------
    UnreadyError
        No agreement names the partner or is in force, nothing was released to it, or it has to be heard first after a
        restore.
    TansiqError
        As :func:`tansiq.exchange.stick.write_export`.
    """
    partner, terms = partner_called(name, timezone.now()), latest_terms(timezone.now())
    if partner is None or terms is None:
        names = ", ".join(each.name for each in partners_of(terms)) or "-"
        template = N_("The agreement names no partner %(partner)s. Partners are: %(names)s")
        raise UnreadyError(template, partner=name, names=names)
    if terms_in_force(timezone.now()) is None:
        raise not_in_force(timezone.now())
    guarding.check_unheard(partner)
    publish_for(partner, terms)
    receipt = Receipt.present(name)
    outgoing = Outgoing(
        log=releases_folder(identity().folder, name), recipient=partner.id,
        since=receipt.size if receipt and not whole else 0, receipt=accepted_head(name),
        certificates=_own_certificates(name), signer=centre_signer(), made_at=timezone.now(),
    )  # fmt: skip
    return write_export(stick, outgoing)


def _own_certificates(recipient: str) -> tuple[bytes, ...]:
    """Return the records that certify the centre's key for each of its parties, each after the one it rests on."""
    known, key = KnownHere(recipient, journal_size()), centre_signer().key
    found: dict[bytes, None] = {}
    for party in identity().party_ids:
        chain: list[bytes] = []
        certificate = known.certificate(key.label, party)
        while certificate is not None and certificate.entry not in chain:
            chain.insert(0, certificate.entry)
            signature = certificate.signature
            certificate = known.certificate(f"{signature.name}+{signature.key_id.hex()}", party)
        found |= dict.fromkeys(chain)
    return tuple(found)


def exports_for_us(stick: Path) -> list[Found]:
    """Return the exports on a stick that are for this centre.

    Raises
    ------
    WrongRecipientError
        There are some, all for others; for whom.
    NoStickError, HalfStickError
        As :func:`tansiq.exchange.stick.find_exports`.
    """
    every = find_exports(stick)
    ours = [each for each in every if each.recipient == identity().name]
    if not ours:
        names = ", ".join(sorted({f"{each.recipient} ({each.sender})" for each in every}))
        template = N_("The stick brings nothing for %(ours)s. It is for (from whom): %(names)s")
        raise WrongRecipientError(template, ours=identity().name, names=names)
    return ours


def take(found: Found) -> Taken:
    """Take over what a partner released, and its receipt for what was released to it, from a stick.

    Raises
    ------
    StrangerError
        It is from no partner.
    PartnerFaultError
        What is on it does not hold; that is alarmed, with its evidence.
    TansiqError
        As :func:`tansiq.exchange.stick.open_export` and :func:`tansiq.exchange.pulling.pull`.
    """
    partner = partner_called(found.sender, timezone.now())
    if partner is None:
        raise StrangerError(N_("The stick is from %(sender)s, which no agreement names."), sender=found.sender)
    inbox = TableInbox(partner)
    try:
        stick = open_export(found, partner, _us(), roots_of(partner))
        pulled, old = _pulled(stick, partner, inbox)
    except PartnerFaultError as error:
        raise_fault(partner, error, [entry for _, entry in inbox.about_keys()])
        raise
    unheard = _hear(partner, stick)
    return Taken(found.sender, pulled, _take_receipt(partner, stick.our_receipt()), old, unheard)


def _pulled(
    stick: StickTransport, partner: PartnerCentre, inbox: TableInbox
) -> tuple[Pulled | None, OldStickError | None]:
    try:
        check_news(stick, inbox)
    except OldStickError as error:  # its receipt may be new all the same; told by the caller
        return None, error
    terms = last_in_force(timezone.now())
    if terms is None:
        raise not_in_force(timezone.now())
    pulled = pull(
        stick, inbox, origin=log_origin(partner.id, identity().name), roots=roots_of(partner), cosigner=centre_signer(),
        now=timezone.now, terms=terms,
    )  # fmt: skip
    return pulled, None


def _hear(partner: PartnerCentre, stick: StickTransport) -> UnreadyError | None:
    """Take the stick for what the partner has of our log; return why not, if it was written before a restore.

    What the partner cosigned between writing the stick and the restore would not be on it: to go on then could fork.
    """
    if guarding.must_hear(partner.name) and stick.manifest.made_at <= guarding.restored_at():
        template = N_(
            "The stick from %(partner)s was written before this centre was restored. Nothing is released to it before "
            "it has been heard online, or by a stick that it writes from now on."
        )
        return UnreadyError(template, partner=partner.name)
    guarding.hear(partner, stick.our_receipt())
    return None


def _take_receipt(partner: PartnerCentre, receipt: bytes) -> int | None:
    """Keep a receipt unless a later one is kept; return how many entries it is for."""
    if not receipt:
        return None
    size, before = parse_checkpoint(parse_note(receipt).text).size, Receipt.present(partner.name)
    if before is None or before.size <= size:
        keep_receipt(partner.name, receipt)
    return size


def _us() -> str:
    return f"{identity().domain}/{identity().name}"
