"""Letters that do not show, or that make others show in another order: what is signed must be what is read.

Control characters other than newline and tab are refused, and so are the embeddings and overrides U+202A to U+202E.
Isolates and the plain direction marks stay: text in Arabic, Sorani and English in one line needs them.
"""

import re
from typing import Final

_HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def hidden_letter(text: str) -> str | None:
    """Return the name of the first such letter in ``text``, ``U+202E`` for one; None if there is none."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
