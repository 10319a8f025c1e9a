"""Opening a release head's commitment to the journal, for a joint audit."""

from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.centre.door.models import Entry
from tansiq.centre.door.store import in_words
from tansiq.centre.partners.running.place import blinding_secret
from tansiq.centre.partners.terms import partner_called
from tansiq.exchange.audit import Opening, find_opening
from tansiq.exchange.errors import UnreadyError
from tansiq.exchange.heads import read_head
from tansiq.exchange.naming import releases_folder
from tansiq.exchange.release_log import last_head
from tansiq.journal.log import Folder
from tansiq.journal.note import parse_note
from tansiq.language import N_

_AT_ONCE = 4096


def opening_for(partner: str, head: bytes = b"") -> Opening:
    """Return what opens a head of the log for a partner.

    Parameters
    ----------
    partner
        Its name.
    head
        The head as the partner kept it; empty for the newest.

    Raises
    ------
    UnreadyError
        No head was signed for a partner of that name.
    MalformedNoteError, MalformedCheckpointError
        It is no head of a release log.
    ReleaseDiffersError
        The head commits to no head that this journal ever had, or was made with another secret.
    """
    newest = last_head(Folder(releases_folder(identity().folder, partner)))
    if newest is None:
        known = partner_called(partner, timezone.now()) is not None
        template = (
            N_("Nothing was released to %(partner)s yet.") if known else N_("There is no partner %(partner)s.")
        )  # fmt: skip
        raise UnreadyError(template, partner=partner)
    wanted = read_head(parse_note(head).text) if head else newest
    with in_words():
        leaves = Entry.objects.order_by("place").values_list("leaf", flat=True).iterator(chunk_size=_AT_ONCE)
        return find_opening(
            blinding_secret(identity()), wanted, identity().origin, (bytes(leaf) for leaf in leaves)
        )  # fmt: skip
