"""How documents become bytes."""

import json
from typing import Any


def encode(document: dict[str, Any]) -> bytes:
    """Return ``document`` as compact UTF-8 JSON; a value that is not a number is a fault."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
