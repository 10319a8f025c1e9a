"""A small site of its own: a page with regions, the scripts as they are, and streams that a test feeds by hand."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn

from tansiq.centre import live, shell
from tansiq.centre.live.asgi import SLOT, Live, Message, Receive, Scope, Send
from tansiq.centre.live.event import Event
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.limits import Limits
from tests.centre.live.streams import LISTENER, MemoryJournal, everybody, everything

SCRIPTS = [Path(part.__file__).parent / "static" for part in (live, shell)]
# What Django's catalogue of script words defines, for a reader of English.
WORDS = """
globalThis.gettext = (words) => words;
globalThis.interpolate = (words, fields) => words.replace(/%\\((\\w+)\\)s/g, (_, name) => fields[name]);
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>page</title>
<script src="/words.js"></script><script type="module" src="/live/live.js"></script></head>
<body><span id="link" role="status" data-state="unknown" data-stream="/live/" data-place="{place}" data-account="a">
</span>{regions}</body></html>"""


@dataclass
class Site:
    """The site, and what its page shows now."""

    regions: str = ""
    place: str = "-1"
    limits: Limits = field(default_factory=Limits)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    fragments: list[str] = field(default_factory=list)
    asked_after: list[str] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        self.hub = Hub(self.journal, everything, everybody, limits=self.limits)

    def enter(self, topic: str, kind: str = "duty_log_entry") -> None:
        """Enter something, and tell."""
        place = self.journal.size
        self.journal.size += 1
        self.hub.announce(Event(place, kind, f"item-{place}", "federal", (topic,)))

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer as Django would."""
        path, headers = scope["path"], dict(scope["headers"])
        if path == "/live/":
            await self._grant(scope, headers, send)
        elif path.endswith(".js") and path != "/words.js":
            found = next(folder / path[1:] for folder in SCRIPTS if (folder / path[1:]).is_file())
            await answer(send, found.read_bytes(), b"text/javascript")
        elif path == "/words.js":
            await answer(send, WORDS.encode(), b"text/javascript")
        else:
            if name := parse_qs(scope["query_string"].decode()).get("fragment"):
                self.fragments.append(name[0])
            page = PAGE.format(place=self.place, regions=self.regions)
            await answer(send, page.encode(), b"text/html; charset=utf-8")

    async def _grant(self, scope: Scope, headers: dict[bytes, bytes], send: Send) -> None:
        after = headers.get(b"last-event-id", b"").decode()
        self.asked_after.append(after)
        scope[SLOT].stream = await self.hub.attach(LISTENER, int(after) if after else None)
        await answer(send, b"", b"text/event-stream")


async def answer(send: Send, body: bytes, content_type: bytes, status: int = 200) -> None:
    """Send a whole answer."""
    start: Message = {"type": "http.response.start", "status": status, "headers": [(b"content-type", content_type)]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(site: Site, port: int = 0) -> Iterator[str]:
    """Serve a site in a thread, and give its address; at the end its streams are told, as the centre's server does."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(Live(site, lambda: site.hub), lifespan="off", log_level="critical")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            site.hub.close()
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive(), "the server hangs on its streams"
