"""The founded centres, run for a test as the demonstration runs them."""

import contextlib
import queue
import socket
from collections.abc import Iterator
from pathlib import Path

from tansiq.centre.demonstration.cast import CENTRES
from tansiq.centre.demonstration.company import Company
from tansiq.language import translate

PATIENCE_S = 120


@contextlib.contextmanager
def running(home: Path, pace_s: float = 20.0) -> Iterator[tuple[Company, "queue.Queue[str]"]]:
    """The founded centres, running, and what is told of them."""
    said: queue.Queue[str] = queue.Queue()
    listeners = {each.name: socket.create_server(("127.0.0.1", 0)) for each in CENTRES}
    ran = Company(
        home, None, listeners, lambda template, **fields: said.put(translate(template, "en", fields)),
        lambda: contextlib.nullcontext(lambda _done, _label: None), failed=lambda: said.put("failed"),
        pace_s=pace_s,
    )  # fmt: skip
    ran.start()
    try:
        yield ran, said
    finally:
        ran.stop()
