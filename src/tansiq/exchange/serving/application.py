"""The ASGI application: who asks, what for, and the one answer for everything else."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.authority import check_peer, host_of
from tansiq.exchange.errors import StrangerError
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.naming import received_folder, releases_folder
from tansiq.exchange.serving import answers
from tansiq.exchange.serving.answers import Receive, Send
from tansiq.exchange.serving.log_files import bundles, file_parts, gzipped, head_size, read_small, read_tile
from tansiq.exchange.serving.requests import Request, understand
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, ROOTS

Scope: TypeAlias = dict[str, Any]  # ASGI's own type
Terms: TypeAlias = Callable[[], ExchangeTerms | None]
PEER: Final = "peer_certificate"
_LOOK_S: Final = 0.03


class Receipts(Protocol):
    """Where partners' receipts go."""

    def keep(self, recipient: str, note: bytes) -> None:
        """Check and keep a head of our log for ``recipient`` with its cosignature; called in a thread.

        Raises
        ------
        TansiqError
            It does not hold, or cannot be checked yet. The partner is not told why.
        """


class Application:
    """Serves the folder of one centre to its partners.

    Parameters
    ----------
    folder
        The centre's.
    name
        The centre's own name.
    terms
        What is in force now, None if nothing is; asked with every request, on the event loop: it must answer from
        memory, at once.
    receipts
        Takes receipts.
    now
        The clock (aware).
    """

    def __init__(
        self, folder: Path, name: str, terms: Terms, receipts: Receipts, *, now: Callable[[], datetime],
        limits: Limits = LIMITS,
    ) -> None:  # fmt: skip
        self._folder, self._name, self._terms, self._receipts = folder, name, terms, receipts
        self._now, self._limits = now, limits
        self._waiting: Counter[str] = Counter()
        self._closing = False

    def close(self) -> None:
        """Let questions that wait be answered at once; for the server's end."""
        self._closing = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = understand(scope["method"], scope["raw_path"], scope["query_string"])
        partner = self._partner(scope["state"].get(PEER, b""))
        if request is None or partner is None or partner.name != request.partner:
            await answers.not_found(send)
        elif request.what == "give":
            await self._take_receipt(request.partner, receive, send)
        else:
            await self._answer(request, scope, receive, send)

    def _partner(self, der: bytes) -> PartnerCentre | None:
        """Return the partner that a certificate names, if the terms in force let it be believed."""
        terms, host = self._terms(), host_of(der)
        if terms is None or host is None:
            return None
        for centre in terms.partners(self._name):
            if centre.host == host and centre.authority in terms.authorities:
                try:
                    check_peer(der, terms.authorities[centre.authority], host, self._now())
                except StrangerError:  # it gets the answer that everybody gets; to say more is not ours
                    return None
                return centre
        return None

    async def _answer(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        log = releases_folder(self._folder, request.partner)
        if request.what == "entries":
            await self._send_entries(log, request, send, gzip=_takes_gzip(scope))
        elif request.what == "attachment":
            await self._send_file(log / request.file, send)
        else:
            data = await self._small(request, log, receive)
            if data is None and request.what == "receipt":
                await answers.nothing(send)
            elif data is None:
                await answers.not_found(send)
            else:
                await answers.whole(send, data)

    async def _small(self, request: Request, log: Path, receive: Receive) -> bytes | None:
        most = JOURNAL_LIMITS.note_bytes
        if request.what == "checkpoint":
            return await self._head(request, log / CHECKPOINT, receive)
        if request.what == "tile":
            return await asyncio.to_thread(read_tile, log, request.file, most_bundle_bytes())
        received = received_folder(self._folder, request.partner) / CHECKPOINT
        return read_small(received if request.what == "receipt" else log / ROOTS, most)

    async def _head(self, request: Request, path: Path, receive: Receive) -> bytes | None:
        """Return the head; if it has not more entries than asked for, wait for one that has."""
        beyond, wait_s = request.numbers.get("beyond"), request.numbers.get("wait", 0)
        head = read_small(path, JOURNAL_LIMITS.note_bytes)
        if head is None or beyond is None or self._waiting[request.partner] >= self._limits.waiting_per_peer:
            return head
        self._waiting[request.partner] += 1
        try:
            return await self._wait(path, head, beyond, min(wait_s, self._limits.head_wait_s), receive)
        finally:
            self._waiting[request.partner] -= 1

    async def _wait(self, path: Path, head: bytes, beyond: int, wait_s: float, receive: Receive) -> bytes:
        clock = asyncio.get_running_loop().time
        until, seen, gone = clock() + wait_s, _stamp(path), asyncio.ensure_future(_until_gone(receive))
        try:
            while head_size(head) <= beyond and clock() < until and not gone.done() and not self._closing:
                await asyncio.sleep(_LOOK_S)
                stamp = _stamp(path)
                if stamp != seen:
                    head, seen = read_small(path, JOURNAL_LIMITS.note_bytes) or head, stamp
        finally:
            gone.cancel()
        return head

    async def _send_entries(self, log: Path, request: Request, send: Send, *, gzip: bool) -> None:
        head = read_small(log / CHECKPOINT, JOURNAL_LIMITS.note_bytes)
        if head is None or request.numbers.keys() != {"first", "end"}:
            await answers.not_found(send)
            return
        size, first = head_size(head), request.numbers["first"]
        end = min(request.numbers["end"], size, first + self._limits.page_entries)
        parts = bundles(log, first, end, size)
        headers = (answers.GZIP,) if gzip else ()
        await answers.stream(send, gzipped(parts) if gzip else parts, _in_thread, *headers)

    async def _send_file(self, path: Path, send: Send) -> None:
        if await asyncio.to_thread(path.is_file):
            await answers.stream(send, file_parts(path), _in_thread)
        else:
            await answers.not_found(send)

    async def _take_receipt(self, recipient: str, receive: Receive, send: Send) -> None:
        note = await _body(receive, self._limits.receipt_bytes)
        if note is None:
            await answers.not_found(send)
            return
        try:
            await asyncio.to_thread(self._receipts.keep, recipient, note)
        except TansiqError:  # kept and told by whoever refused it; the partner learns only that it was not taken
            await answers.not_taken(send)
        else:
            await answers.nothing(send)


def _takes_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and value.strip() == b"gzip" for name, value in scope["headers"])


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what tells that a file was put in another's place."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


async def _until_gone(receive: Receive) -> None:
    """Return when the partner has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive, most_bytes: int) -> bytes | None:
    """Return a request's body; None if it is longer, or its sender has gone."""
    body = b""
    while len(body) <= most_bytes:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= most_bytes else None
    return None


async def _in_thread(parts: Iterator[bytes]) -> bytes | None:
    return await asyncio.to_thread(next, parts, None)
