"""How much a process gives its streams, in one object."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the hub.

    Attributes
    ----------
    streams, streams_per_account
        How many streams at once, in all and for one account. Browsers share one among their tabs where they can.
    kept
        Latest events held in memory; who is further behind is served from the journal, or told that it missed some.
    page, pages
        Events asked of the journal at once, and how often for one stream before it is told to read everything anew.
    heartbeat_s
        After so much silence a stream is given a line to show that it lives.
    stuck_s
        A client that took nothing for so long is cut off.
    review_s
        How often it is asked whether the sign-ins behind the streams still stand.
    retry_s
        How long a client waits before it comes back.
    """

    streams: int = 2000
    streams_per_account: int = 12
    kept: int = 1024
    page: int = 256
    pages: int = 4
    heartbeat_s: float = 15.0
    stuck_s: float = 30.0
    review_s: float = 15.0
    retry_s: float = 3.0


LIMITS: Final = Limits()
