"""Which picture is asked for: a window, minutes for word, minutes for response. Its key is part of its address."""

import re
from dataclasses import dataclass
from typing import Final

from tansiq.domain.agreement import Terms
from tansiq.domain.time import Window
from tansiq.errors import UsageError
from tansiq.language import N_

SHARE_STOPS_MIN: Final = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120)
RESPOND_STOPS_MIN: Final = (15, 20, 30, 45, 60, 90, 120)
SHARE_LIMIT_MIN: Final = 1440
RESPOND_LIMIT_MIN: Final = 1440
_KEY: Final = re.compile(r"(day|night)-(\d{1,5})-(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture among those the page can ask for: window, sharing time [min], response time [min]."""

    window: Window
    share_within_min: int
    respond_within_min: int

    @property
    def key(self) -> str:
        """Its address part, such as ``day-60-45``."""
        return f"{self.window}-{self.share_within_min}-{self.respond_within_min}"

    @classmethod
    def parse(cls, key: str) -> "Variant":
        """Return the variant with ``key``.

        Raises
        ------
        tansiq.errors.UsageError
            If the key is none, or a time lies outside what can be computed.
        """
        found = _KEY.fullmatch(key)
        if not found:
            raise UsageError(
                N_('"%(key)s" is no picture. Ask for one as WINDOW-SHARE-RESPOND, such as day-60-45.'), key=key
            )
        window, share, respond = Window(found[1]), int(found[2]), int(found[3])
        if share > SHARE_LIMIT_MIN or not 1 <= respond <= RESPOND_LIMIT_MIN:
            raise UsageError(
                N_(
                    "Word may take 0 to %(share)s minutes and a response 1 to %(respond)s; "
                    "%(key)s lies outside. Choose smaller figures."
                ),
                share=SHARE_LIMIT_MIN,
                respond=RESPOND_LIMIT_MIN,
                key=key,
            )
        return cls(window, share, respond)


def stops(standard: tuple[int, ...], agreed_min: float) -> list[int]:
    """Return a slider's stops [min]: the standard ones and the agreement's figure, in order."""
    return sorted({*standard, round(agreed_min)})


def agreed(terms: Terms, window: Window) -> Variant:
    """Return the variant the agreement's own figures give."""
    return Variant(window, round(terms.share_within_min), round(terms.respond_within_min))
