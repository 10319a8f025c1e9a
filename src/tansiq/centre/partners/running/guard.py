"""Whether a running exchange may append to a partner's log: asked of the partner once in a process's life."""

import threading
from collections.abc import Callable

from tansiq.centre.partners import guarding
from tansiq.centre.partners.link_state import Links
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.language import LANGUAGES


class Guard:
    """What is known of each partner since this process began.

    Parameters
    ----------
    links
        Told why nothing is released to a partner.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        self._open: set[str] = set()
        self._changing = threading.Lock()

    def may_append(self, partner: PartnerCentre) -> bool:
        """Tell whether a partner's log may be appended to."""
        return partner.name in self._open

    def is_asked(self, partner: PartnerCentre) -> bool:
        """Tell whether a partner need not be asked any more."""
        return partner.name in self._open and not guarding.must_hear(partner.name)

    def heard(self, partner: PartnerCentre, receipt: bytes) -> None:
        """Take what a partner says it has of our log; what does not fit leaves its log closed, and is told."""
        self._decide(partner, lambda: guarding.hear(partner, receipt))

    def unreachable(self, partner: PartnerCentre) -> None:
        """Go on with a partner that cannot be asked just now, unless this centre was restored."""
        if partner.name not in self._open:
            self._decide(partner, lambda: guarding.check_unheard(partner))

    def _decide(self, partner: PartnerCentre, check: Callable[[], None]) -> None:
        with self._changing:
            try:
                check()
            except TansiqError as error:
                self._open.discard(partner.name)
                self.trouble(partner, error)
            else:
                self._open.add(partner.name)
                self.trouble(partner, None)

    def trouble(self, partner: PartnerCentre, error: TansiqError | None) -> None:
        """Tell the pages why nothing is released to a partner; None if it is."""
        why: dict[str, str] | None = None
        if error is not None:
            why = {language: error.message(language) for language in LANGUAGES}
        self._links.blocked(partner.name, why)
