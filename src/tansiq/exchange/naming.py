"""What the logs between centres are called, in heads, in addresses and in folders.

::

    tansiq.example/federal-hq/to/bar        origin line of the log that federal-hq keeps for bar
    releases/bar/                           its folder at federal-hq, served as it lies
    received/federal-hq/                    the same log as bar keeps it, byte for byte

Names of centres under one agreement are unique.
"""

from pathlib import Path
from typing import Final

RELEASES: Final = "releases"
RECEIVED: Final = "received"
ATTACHMENTS: Final = "attachments"
EVIDENCE: Final = "evidence"
RECEIPT: Final = "receipt"
REFUSED: Final = "refused"
ATTACHMENT: Final = "attachment"


def log_origin(centre_id: str, recipient: str) -> str:
    """Return the origin line of the log that centre ``domain/name`` keeps for the centre called ``recipient``."""
    return f"{centre_id}/to/{recipient}"


def parse_origin(origin: str) -> tuple[str, str] | None:
    """Return the origin centre's id and the recipient's name; None if it is not a release log's origin."""
    centre_id, found, recipient = origin.rpartition("/to/")
    return (centre_id, recipient) if found and centre_id and recipient and "/" not in recipient else None


def releases_folder(centre: Path, recipient: str) -> Path:
    """Return where a centre keeps what it released to ``recipient``."""
    return centre / RELEASES / recipient


def received_folder(centre: Path, origin: str) -> Path:
    """Return where a centre keeps what the centre called ``origin`` released to it."""
    return centre / RECEIVED / origin


def attachment_name(digest: str) -> str:
    """Return an attachment's file name within a log's folder; ``digest`` is ``sha256:`` and 64 digits."""
    return f"{ATTACHMENT}/{digest.removeprefix('sha256:')}"
