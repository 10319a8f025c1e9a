"""Receipts that partners hand over: checked, put down, and only then confirmed to have arrived."""

import logging
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.partners.alarms import author_about, raise_own_stale
from tansiq.centre.partners.guarding import own_keys
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Receipt
from tansiq.centre.partners.received_files import alone
from tansiq.centre.partners.terms import partner_called, roots_of
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.errors import ForkError, UnreadyError
from tansiq.exchange.heads import ReleaseHead
from tansiq.exchange.naming import RECEIPT, log_origin, releases_folder
from tansiq.exchange.pulling import check_receipt, log_keys
from tansiq.exchange.release_log.publishing import last_head
from tansiq.journal.log import Folder, TileHashes
from tansiq.journal.tree import root
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

_log = logging.getLogger(__name__)


class TableReceipts:
    """Where partners' receipts go. Implements :class:`tansiq.exchange.serving.Receipts`."""

    def keep(self, recipient: str, note: bytes) -> None:
        """Check and keep a head of our log with a partner's cosignature; called in a thread of the server's."""
        try:
            keep_receipt(recipient, note)
        except TansiqError as error:
            _log.info("A receipt of %s was not taken: %s", recipient, error)
            raise
        finally:
            connection.close()


def keep_receipt(recipient: str, note: bytes) -> None:
    """Check and keep a receipt, whether it came online or by stick. Saying it again changes nothing.

    Raises
    ------
    TansiqError
        It does not hold, or cannot be checked yet.
    """
    partner = partner_called(recipient, timezone.now())
    if partner is None:
        raise UnreadyError(N_("The agreement names no partner %(partner)s."), partner=recipient)
    try:
        head = _checked(partner, note)
    except ForkError as error:
        raise_own_stale(partner, error)
        raise
    before = Receipt.present(recipient)
    if before is None or head.size > before.size:
        body: dict[str, Json] = {"log": head.origin, "size": head.size, "head": note.decode()}
        put("receipt/1", body, author_about(partner), object=f"receipt-{recipient}")
    folder = releases_folder(identity().folder, recipient)
    with alone(folder):
        Folder(folder).write(RECEIPT, note)


def _checked(partner: PartnerCentre, note: bytes) -> ReleaseHead:
    who = identity()
    files = Folder(releases_folder(who.folder, partner.name))
    last = last_head(files)
    size = last.size if last else 0
    head, _ = check_receipt(
        note, origin=log_origin(f"{who.domain}/{who.name}", partner.name), size=size,
        root_at=lambda count: root(count, TileHashes(files, size)), our_keys=own_keys(),
        partner_keys=log_keys(TableInbox(partner), roots_of(partner)),
    )  # fmt: skip
    return head
