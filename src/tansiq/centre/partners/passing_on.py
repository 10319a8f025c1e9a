"""Passing the words of a duty log item on to partners."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.duty.further import Offer
from tansiq.centre.duty.models import LogItem
from tansiq.centre.partners.audience import audiences
from tansiq.centre.shell.who import Officer


def action(row: LogItem, officer: Officer) -> Offer | None:
    """Offer to write a message with an item's words, where there is a partner to write to."""
    if not audiences(officer.party, timezone.now()):
        return None
    return Offer(_("Release to partner"), f"{reverse('partners-new')}?item={row.number}")
