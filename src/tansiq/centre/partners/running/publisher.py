"""The release logs' files follow what was released: within a tenth of a second, whoever entered it.

A log is written only because something was released to its recipient, or because a head is due: never because something
else was entered, which the time of a head could tell.
"""

import logging
import threading
import time
from typing import Final

from django.db import connection
from django.utils import timezone

from tansiq.centre.door import keys
from tansiq.centre.door.publishing import publish as publish_journal
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.known import released_count
from tansiq.centre.partners.received_files import alone
from tansiq.centre.partners.released_rows import ReleasedRows
from tansiq.centre.partners.running.guard import Guard
from tansiq.centre.partners.running.lasting import lasting
from tansiq.centre.partners.running.place import blinding_secret
from tansiq.centre.partners.terms import partners_of, terms_in_force
from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.naming import ATTACHMENTS, log_origin, releases_folder
from tansiq.exchange.release_log import Publisher, publish
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.paths import ROOTS
from tansiq.journal.note import Note

EVERY_S: Final = 0.1
TICK_S: Final = 1.0
_log = logging.getLogger(__name__)


class ReleasePublisher:
    """The thread that writes release logs.

    Parameters
    ----------
    guard
        Tells whether a partner's log may be appended to.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._due = threading.Event()
        self._stopped = threading.Event()
        self._counts: dict[str, int] = {}
        self._troubles: dict[str, str] = {}
        self._ticked_at = 0.0
        self._thread = threading.Thread(target=self._work, name="release logs", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is due, and end."""
        self._stopped.set()
        self._due.set()
        self._thread.join()

    def wake(self, _entered: Entered) -> None:
        """Look at once: something was entered in this process."""
        self._due.set()

    def _work(self) -> None:
        try:
            while not self._stopped.is_set():
                self._due.wait(EVERY_S)
                self._due.clear()
                self._stopped.wait(lasting(self.step, TICK_S, "Writing release logs"))
            lasting(self.step, 0.0, "Writing release logs")
        finally:
            connection.close()

    def step(self) -> float:
        """Write the logs to which something was added, and once a second those whose head is due.

        Returns
        -------
        rest_s
            How long to rest before the next step; 0 unless something is wrong.
        """
        try:
            terms = terms_in_force(timezone.now())
            tick = time.monotonic() - self._ticked_at >= TICK_S
            self._ticked_at = time.monotonic() if tick else self._ticked_at
            for partner in partners_of(terms):
                count = released_count(partner.name)
                grown = count != self._counts.get(partner.name) and partner.name not in self._troubles
                if terms is not None and (tick or grown):
                    self._publish(partner, terms, count)
        except TansiqError as error:
            # What is released stands in the table. The next step tries again, as after a crash.
            _log.error("The release logs could not follow: %s", error)
            connection.close()
            return TICK_S
        return 0.0

    def _publish(self, partner: PartnerCentre, terms: ExchangeTerms, count: int) -> None:
        if not self._guard.may_append(partner):
            return
        try:
            publish_for(partner, terms)
        except TansiqError as error:
            if self._troubles.get(partner.name) != str(error):  # told once; tried again every second
                _log.error("The release log for %s could not follow: %s", partner.name, error)
            self._troubles[partner.name] = str(error)
            self._guard.trouble(partner, error)
        else:
            self._counts[partner.name] = count
            self._troubles.pop(partner.name, None)
            self._guard.trouble(partner, None)


def publish_for(partner: PartnerCentre, terms: ExchangeTerms) -> Note | None:
    """Have the log for ``partner`` follow its table; return the new head, None if none is due.

    The caller has asked :mod:`tansiq.centre.partners.guarding` whether it may be appended to.

    Raises
    ------
    TansiqError
        As :func:`tansiq.exchange.release_log.publish` and :func:`tansiq.centre.door.publishing.publish`.
    """
    who = keys.identity()
    folder = releases_folder(who.folder, partner.name)
    with alone(folder):
        journal = publish_journal()  # the head that is committed to holds what is released
        if journal is None:
            return None  # the centre's key is not certified by every party yet
        by = Publisher(
            log_origin(f"{who.domain}/{who.name}", partner.name), keys.centre_signer(), blinding_secret(who),
            Folder(who.journal).read(ROOTS, LIMITS.key_file_bytes), who.folder / ATTACHMENTS,
        )  # fmt: skip
        return publish(
            folder, ReleasedRows(partner.name), by, journal=journal, now=timezone.now(),
            every_s=terms.checkpoint_every_s,
        )  # fmt: skip
