"""Names drawn by lot: they say nothing of how many there are."""

import secrets
import string
from typing import Final

LETTERS: Final = 16


def drawn(prefix: str) -> str:
    """Return ``prefix`` and 16 letters drawn by lot (75 bits)."""
    return f"{prefix}-{''.join(secrets.choice(string.ascii_lowercase) for _ in range(LETTERS))}"
