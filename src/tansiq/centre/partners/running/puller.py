"""Pulling from one partner, again and again: with a question that waits, slower when something is wrong."""

import logging
import random
import threading
import time
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone

from tansiq.centre.door.keys import centre_signer, identity
from tansiq.centre.partners.alarms import CLOCK, OTHER, STRANGER, raise_alarm, raise_fault
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.link_state import Links
from tansiq.centre.partners.running.guard import Guard
from tansiq.centre.partners.running.lasting import lasting
from tansiq.centre.partners.running.place import Place
from tansiq.centre.partners.terms import not_in_force, partner_called, roots_of, terms_in_force
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.connection import HttpsTransport, Identity, Trusted
from tansiq.exchange.errors import LinkError, NotReleasedError, PartnerFaultError, StrangerError, UnreadyError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import log_origin
from tansiq.exchange.pulling import Memory, Pulled, pull
from tansiq.language import LANGUAGES, N_

WAIT_S: Final = 20.0
AGAIN_S: Final = 1.0  # while a receipt of ours did not arrive
SHORTEST_S: Final = 0.5
LONGEST_S: Final = 30.0
_SPIN_S: Final = 0.5  # a partner that answers a waiting question at once is not asked more often than this
_STOP_S: Final = 2.0
_UNUSUAL: Final = 10  # rounds in which a receipt was not taken: in the first ones a partner only learns our key
_log = logging.getLogger(__name__)


class Puller:
    """The thread that takes over one partner's log.

    Parameters
    ----------
    name
        The partner's.
    place, links, guard
        Where it is reached; told how the link stands; told what the partner says it has of ours.
    """

    def __init__(self, name: str, place: Place, links: Links, guard: Guard) -> None:
        self.name = name
        self._place, self._links, self._guard = place, links, guard
        self._memory = Memory()
        self._stopped = threading.Event()
        self._transport: tuple[object, HttpsTransport] | None = None
        self._pause_s = SHORTEST_S
        self._unhanded = 0
        self._thread = threading.Thread(target=self._work, name=f"pull {name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask_no_more(self) -> None:
        """Ask nothing more; do not wait for what was asked."""
        self._stopped.set()

    def stop(self) -> None:
        """Ask nothing more. A question that waits is left alone: what it brings is kept, or asked for again."""
        self.ask_no_more()
        self._thread.join(_STOP_S)

    def _work(self) -> None:
        try:
            while not self._stopped.is_set():
                self._stopped.wait(lasting(self._round, LONGEST_S, f"Pulling from {self.name}"))
        finally:
            connection.close()

    def _round(self) -> float:
        """Ask once, tell how it went, and return for how long to rest [s]."""
        began = time.monotonic()
        try:
            partner = self._partner()
            pulled = self._pull(partner)
        except TansiqError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - one partner's trouble must not end the thread; it is told and logged
            _log.exception("Pulling from %s failed in a way nobody foresaw.", self.name)
            template = N_("Pulling failed in a way nobody foresaw (%(why)s). The server's log has the details.")
            return self._failed(TansiqError(template, why=type(error).__name__))
        self._told(partner, pulled)
        self._pause_s = SHORTEST_S
        return 0.0 if pulled.head or time.monotonic() - began > _SPIN_S else _SPIN_S

    def _partner(self) -> PartnerCentre:
        partner = partner_called(self.name, timezone.now())
        if partner is None:
            raise UnreadyError(N_("The agreement names no partner %(partner)s."), partner=self.name)
        return partner

    def _pull(self, partner: PartnerCentre) -> Pulled:
        transport = self._connected(partner)
        if not self._guard.is_asked(partner):
            self._guard.heard(partner, transport.our_receipt())
        return pull(
            transport, TableInbox(partner), origin=log_origin(partner.id, identity().name), roots=roots_of(partner),
            cosigner=centre_signer(), now=timezone.now, terms=terms_in_force(timezone.now()), memory=self._memory,
            wait_s=AGAIN_S if self._unhanded else WAIT_S,
        )  # fmt: skip

    def _connected(self, partner: PartnerCentre) -> HttpsTransport:
        """Return the way to the partner; a new one when its address, its authority or our certificate changed."""
        terms = terms_in_force(timezone.now())
        if terms is None:
            raise not_in_force(timezone.now())
        files = connection_files(identity().keys)
        authority = terms.authorities[partner.authority]
        wanted = (self._place.address_of(partner), authority, partner.host, _stamp(files))
        if self._transport is None or self._transport[0] != wanted:
            made = HttpsTransport(
                wanted[0], ours=identity().name, partner=partner.name, identity=files,
                trusted=Trusted(partner.host, authority), now=timezone.now,
            )  # fmt: skip
            if self._transport is not None:
                self._transport[1].close()
            self._transport = (wanted, made)
        return self._transport[1]

    def _told(self, partner: PartnerCentre, pulled: Pulled) -> None:
        self._links.heard(self.name, timezone.now(), pulled.head.signed_at if pulled.head else None)
        self._unhanded = self._unhanded + 1 if pulled.unhanded is not None else 0
        if self._unhanded == _UNUSUAL:
            _log.warning("%s does not have our last receipt yet: %s", self.name, pulled.unhanded)
        if pulled.ahead_s:
            template = N_("The clock of %(partner)s runs more than %(most)s s ahead of this centre's. Compare both.")
            raise_alarm(partner, CLOCK, TansiqError(template, partner=self.name, most=LIMITS.ahead_s))
        for digest in pulled.too_large:
            template = N_("The attachment %(digest)s of %(partner)s is larger than the agreement allows.")
            raise_alarm(partner, OTHER, TansiqError(template, digest=digest, partner=self.name))

    def _failed(self, error: TansiqError) -> float:
        self._links.failed(self.name, timezone.now(), {language: error.message(language) for language in LANGUAGES})
        partner = partner_called(self.name, timezone.now())
        if partner is not None:
            self._guard.unreachable(partner)
            self._alarm(partner, error)
        if not isinstance(error, LinkError | NotReleasedError | UnreadyError):
            _log.error("Pulling from %s: %s", self.name, error)
            self._pause_s = LONGEST_S
        rest_s = self._pause_s * random.uniform(0.5, 1.0)  # noqa: S311 - so that centres do not all come back at once
        self._pause_s = min(2 * self._pause_s, LONGEST_S)
        return rest_s

    def _alarm(self, partner: PartnerCentre, error: TansiqError) -> None:
        if isinstance(error, PartnerFaultError):
            raise_fault(partner, error, [entry for _, entry in TableInbox(partner).about_keys()])
        elif isinstance(error, StrangerError):
            raise_alarm(partner, STRANGER, error)


def connection_files(keys: Path) -> Identity:
    """Return the certificate of the centre's connections and its key, as files."""
    return Identity(keys / "exchange.crt", keys / "exchange.key")


def _stamp(files: Identity) -> tuple[int, ...]:
    try:
        return tuple(each.stat().st_mtime_ns for each in (files.certificate, files.key))
    except FileNotFoundError as error:
        template = N_("%(file)s is missing: this centre has no certificate for its connections yet.")
        raise UnreadyError(template, file=error.filename) from error
