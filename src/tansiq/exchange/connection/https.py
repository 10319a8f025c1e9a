"""Requests to one partner: one connection, kept open between them; nothing is repeated here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import urllib3
from urllib3.response import BaseHTTPResponse
from urllib3.util import SKIP_HEADER

from tansiq.errors import BadInputError
from tansiq.exchange.connection.inflating import bounded, cut_entries, inflate
from tansiq.exchange.connection.trust import Identity, Trusted, client_context, connecting_to
from tansiq.exchange.connection.words import in_words
from tansiq.exchange.errors import LinkError, NotReleasedError, ReceiptRefusedError
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.naming import attachment_name
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.language import N_

_READ_BYTES: Final = 65_536
_LENGTH_BYTES: Final = 2
_OK, _NOTHING, _NOT_FOUND, _NOT_TAKEN = 200, 204, 404, 409
# Neither who we are nor in what version; nothing is compressed unless it is asked for.
_SILENT: Final = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}


class HttpsTransport:
    """A partner's log for us, over HTTPS.

    Parameters
    ----------
    address
        Where the partner is reached: ``https://host:port``.
    ours
        Name of this centre.
    partner
        Name of the partner, for messages and in the address of our own receipts.
    identity
        What we show.
    trusted
        Whom to believe there.
    now
        The clock (aware).

    Raises
    ------
    BadInputError
        The address is none.
    UnreadyError
        Our certificate cannot be used.
    """

    def __init__(
        self, address: str, *, ours: str, partner: str, identity: Identity, trusted: Trusted,
        now: Callable[[], datetime], limits: Limits = LIMITS,
    ) -> None:  # fmt: skip
        self._ours, self._partner, self._limits = ours, partner, limits
        host, port = _parts(address)
        self._pool = urllib3.HTTPSConnectionPool(
            host, port, maxsize=1, block=False, retries=False, ssl_context=client_context(identity, trusted),
            cert_reqs="CERT_REQUIRED", server_hostname=trusted.host, headers={},
            timeout=urllib3.Timeout(connect=limits.connect_s, read=limits.silence_s),
        )  # fmt: skip
        self._pool.ConnectionCls = connecting_to(trusted, now)

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
        """Return the newest head; if it has not more than ``beyond`` entries, only after waiting up to ``wait_s``.

        Raises
        ------
        LinkError, StrangerError, NotReleasedError, TooLargeError
            As :class:`~tansiq.exchange.ports.Transport` says.
        """
        wait = min(wait_s, self._limits.head_wait_s)
        query = "" if beyond is None else f"?beyond={beyond}&wait={int(wait)}"
        return self._whole(f"/to/{self._ours}/checkpoint{query}", JOURNAL_LIMITS.note_bytes)

    def tile(self, name: str, most_bytes: int) -> bytes:
        """Return a tile of hashes by its name in the log's layout."""
        return self._whole(f"/to/{self._ours}/{name}", most_bytes)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Yield entries ``first`` to ``end`` (left out) as they arrive; may fail midway with a LinkError."""
        path = f"/to/{self._ours}/entries?first={first}&end={end}"
        most = (end - first) * (_LENGTH_BYTES + JOURNAL_LIMITS.record_bytes)
        with self._asking("GET", path, {"Accept-Encoding": "gzip"}) as response:
            parts = self._parts(response)
            squeezed = response.headers.get("Content-Encoding") == "gzip"
            parts = inflate(parts, most, self._limits) if squeezed else bounded(parts, most)
            yield from cut_entries(parts, end - first)

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        """Yield an attachment's bytes in parts; its hash is the caller's to check."""
        with self._asking("GET", f"/to/{self._ours}/{attachment_name(digest)}") as response:
            yield from bounded(self._parts(response), most_bytes)

    def give_receipt(self, note: bytes) -> None:
        """Hand over a head of the partner's log with our cosignature. Saying it again changes nothing.

        Raises
        ------
        ReceiptRefusedError
            The partner did not take it.
        """
        headers = {"Content-Type": "application/octet-stream"}
        with self._asking("POST", f"/to/{self._ours}/receipt", headers, note) as response:
            self._read(response, self._limits.receipt_bytes)

    def our_receipt(self) -> bytes:
        """Return the last head of *our* log that the partner cosigned; empty if it has none."""
        return self._whole(f"/from/{self._ours}/receipt", JOURNAL_LIMITS.note_bytes)

    def _whole(self, path: str, most_bytes: int) -> bytes:
        with self._asking("GET", path) as response:
            return self._read(response, most_bytes)

    def _read(self, response: BaseHTTPResponse, most_bytes: int) -> bytes:
        return b"".join(bounded(self._parts(response), most_bytes))

    @contextmanager
    def _asking(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Iterator[BaseHTTPResponse]:
        """Ask, and let go of the connection: for the next request if all was read, else by closing it."""
        with in_words(self._partner):
            response = self._pool.urlopen(
                method, path, body=body, headers={**_SILENT, **(headers or {})}, redirect=False, retries=False,
                preload_content=False, decode_content=False,
            )  # fmt: skip
        try:
            self._check(response)
            yield response
        except BaseException:
            response.close()
            raise
        finally:
            response.release_conn()

    def _check(self, response: BaseHTTPResponse) -> None:
        if response.status == _NOT_FOUND:
            self._read(response, self._limits.receipt_bytes)
            raise NotReleasedError(N_("%(partner)s has no such thing for this centre."), partner=self._partner)
        if response.status == _NOT_TAKEN:
            self._read(response, self._limits.receipt_bytes)
            template = N_("%(partner)s did not take the receipt: it may not know this centre's key yet.")
            raise ReceiptRefusedError(template, partner=self._partner)
        if response.status not in {_OK, _NOTHING}:
            template = N_("%(partner)s answers with status %(status)s, which is not one of the exchange.")
            raise LinkError(template, partner=self._partner, status=response.status)

    def _parts(self, response: BaseHTTPResponse) -> Iterator[bytes]:
        """Yield a body's bytes as they arrive."""
        while True:
            with in_words(self._partner):
                part = response.read1(_READ_BYTES, decode_content=False)
            if not part:
                return
            yield part


def _parts(address: str) -> tuple[str, int]:
    """Return host and port of ``https://host:port``."""
    split = urlsplit(address)
    try:
        host, port = split.hostname, split.port
    except ValueError:
        host, port = None, None
    if split.scheme != "https" or not host or not port or split.path.strip("/") or split.query or split.username:
        raise BadInputError(N_("%(address)s is no address of a centre: write https://host:port."), address=address)
    return host, port
