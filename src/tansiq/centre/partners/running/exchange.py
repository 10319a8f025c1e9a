"""All threads of a running exchange, kept in step with the terms in force."""

import fcntl
import logging
import socket
import threading
from collections.abc import Collection
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from django.db import connection
from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.centre.door.registry import listen
from tansiq.centre.partners.link_state import Links
from tansiq.centre.partners.running.guard import Guard
from tansiq.centre.partners.running.lasting import lasting
from tansiq.centre.partners.running.place import Place, read_place
from tansiq.centre.partners.running.publisher import ReleasePublisher
from tansiq.centre.partners.running.puller import Puller, connection_files
from tansiq.centre.partners.running.receipts import TableReceipts
from tansiq.centre.partners.terms import latest_terms, partners_of, terms_in_force
from tansiq.errors import TansiqError
from tansiq.exchange.errors import UnreadyError
from tansiq.exchange.serving import Application, Running, TlsFiles, run_server
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.domain.exchange_terms import ExchangeTerms

EVERY_S: Final = 1.0
_log = logging.getLogger(__name__)


class Exchange:
    """The exchange of the centre that is loaded.

    Parameters
    ----------
    folder
        The centre's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place: Place = read_place(folder)
        self._links = Links(folder)
        self._guard = Guard(self._links)
        self._publisher = ReleasePublisher(self._guard)
        self._pullers: dict[str, Puller] = {}
        self._server: Running | None = None
        self._listener: socket.socket | None = None
        self._terms: ExchangeTerms | None = None
        self._said = ""
        self._lock: IO[str] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._tend, name="exchange", daemon=True)

    @property
    def port(self) -> int:
        """Where partners reach it; 0 while it serves nobody."""
        return self._server.port if self._server else 0

    def start(self) -> None:
        """Begin. Whatever is not ready yet (an agreement, a certificate) is taken up when it is.

        Raises
        ------
        UnreadyError
            The exchange runs already, or the address to listen on cannot be had.
        """
        self._lock = _only_one(self._folder)
        if self._place.listen is not None:
            self._listener = _bound(*self._place.listen)
        self._step()
        self._publisher.start()
        listen(self._publisher.wake)
        self._thread.start()

    def stop(self) -> None:
        """End: what is released is written first; questions that wait are answered."""
        self._stopped.set()
        self._thread.join()
        for puller in self._pullers.values():
            puller.ask_no_more()  # all of them first, so that waiting for one is waiting for all
        for puller in self._pullers.values():
            puller.stop()
        self._publisher.stop()
        if self._server is not None:
            self._server.stop()
        elif self._listener is not None:
            self._listener.close()
        if self._lock is not None:
            self._lock.close()

    def _tend(self) -> None:
        try:
            while not self._stopped.wait(EVERY_S):
                lasting(self._step, None, "Following the terms of the exchange")
        finally:
            connection.close()

    def _step(self) -> None:
        """Take up new terms: other partners, other authorities."""
        try:
            self._terms = terms_in_force(timezone.now())
            self._follow_partners()
            self._serve()
        except TansiqError as error:
            self._say(str(error))
        else:
            self._say("")

    def _say(self, words: str) -> None:
        """Tell what keeps the exchange from running, once for as long as it is the same."""
        if words and words != self._said:
            _log.warning("The exchange does not run yet: %s", words)
        self._said = words

    def _follow_partners(self) -> None:
        terms = latest_terms(timezone.now())
        if terms is None:
            raise UnreadyError(N_("No agreement was adopted: tansiq exchange adopt %(folder)s PROOF --roots FILE"),
                               folder=self._folder)  # fmt: skip
        every = {each.name: each for each in partners_of(terms)}
        for name in self._pullers.keys() - every.keys():
            self._pullers.pop(name).stop()
        for name, partner in every.items():
            if self._place.address_of(partner) and name not in self._pullers:
                self._pullers[name] = Puller(name, self._place, self._links, self._guard)
                self._pullers[name].start()
            elif not self._place.address_of(partner):
                self._guard.unreachable(partner)

    def _serve(self) -> None:
        if self._server is not None or self._listener is None:
            return
        app = Application(self._folder, identity().name, lambda: self._terms, TableReceipts(), now=timezone.now)
        files = connection_files(identity().keys)
        self._server = run_server(app, self._listener, TlsFiles(files.certificate, files.key), self._authorities)

    def _authorities(self) -> Collection[bytes]:
        return self._terms.authorities.values() if self._terms else ()


def _only_one(folder: Path) -> IO[str]:
    """Return what keeps other processes from running the exchange of the same centre, for as long as it is open."""
    path = folder / "exchange" / ".running.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise UnreadyError(N_("The exchange of %(folder)s runs already, in another process."), folder=folder) from error
    return lock


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        template = N_("Partners cannot be served on %(host)s port %(port)s (%(why)s). Choose another in exchange.toml.")
        raise UnreadyError(template, host=host, port=port, why=error.strerror or error) from error
    return listener
