"""Whether a partner's log may be appended to: only if it continues what the partner holds of it.

A centre that was restored from an old copy has forgotten what it released since. ``tansiq centre restore`` leaves the
file ``restored`` in the centre's folder; until each partner was heard, online or by stick, nothing is appended for it.
The names of those that were heard stand in the file; when all are there, it is removed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.utils import timezone

from tansiq.centre.door.keys import identity
from tansiq.centre.door.models import Key
from tansiq.centre.partners.alarms import raise_own_stale
from tansiq.centre.partners.received_files import alone
from tansiq.centre.partners.released_rows import ReleasedRows
from tansiq.centre.partners.terms import latest_terms, partners_of
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.exchange.errors import OwnStaleRestoreError, UnreadyError
from tansiq.exchange.naming import RECEIPT, log_origin, releases_folder
from tansiq.exchange.release_log import check_continues
from tansiq.journal.errors import MissingFileError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.note import VerifierKey, parse_verifier_key
from tansiq.language import N_

RESTORED: Final = "restored"


def hear(partner: PartnerCentre, receipt: bytes) -> None:
    """Hold what a partner says it has of our log against what is here; then it counts as heard.

    Parameters
    ----------
    partner
        Who said it.
    receipt
        The last head of our log that it cosigned; empty if it has none.

    Raises
    ------
    OwnStaleRestoreError
        It has more of it, or other entries: this centre was restored from an old copy. That is alarmed too.
    TansiqError
        It is no head of ours.
    """
    try:
        for known in (kept_receipt(partner.name), receipt):
            check_continues(ReleasedRows(partner.name), known, origin=_origin(partner), keys=own_keys())
    except OwnStaleRestoreError as error:
        raise_own_stale(partner, error)
        raise
    _note_heard(partner.name)


def check_unheard(partner: PartnerCentre) -> None:
    """Refuse to append for a partner that was not heard since this centre was restored; else hold its kept receipt.

    For a partner that cannot be asked just now.

    Raises
    ------
    UnreadyError
        This centre was restored, and the partner has not been heard since.
    OwnStaleRestoreError
        As :func:`hear`.
    """
    if must_hear(partner.name):
        template = N_(
            "This centre was restored from a copy. Nothing is released to %(partner)s before it has said what it "
            "holds, online or by stick."
        )
        raise UnreadyError(template, partner=partner.name)
    hear(partner, b"")


def must_hear(partner: str) -> bool:
    """Tell whether a partner must be heard before anything is appended for it."""
    marked = _marker()
    return marked.exists() and partner not in marked.read_text(encoding="utf-8").split()


def restored_at() -> datetime:
    """Return when this centre was restored, or the last partner heard since, by its own clock; it must have been."""
    return datetime.fromtimestamp(_marker().stat().st_mtime, UTC)


def kept_receipt(partner: str) -> bytes:
    """Return the last head of our log that the partner is known to have cosigned; empty if there is none."""
    try:
        return Folder(releases_folder(identity().folder, partner)).read(RECEIPT, LIMITS.note_bytes)
    except MissingFileError:
        return b""


def own_keys() -> Iterator[VerifierKey]:
    """Yield every key of this centre's own, whenever it was in use."""
    for text in Key.objects.at(None).filter(purpose="centre").values_list("verifier_key", flat=True):
        yield parse_verifier_key(text)


def _origin(partner: PartnerCentre) -> str:
    return log_origin(f"{identity().domain}/{identity().name}", partner.name)


def _marker() -> Path:
    return identity().folder / RESTORED


def _note_heard(partner: str) -> None:
    marked = _marker()
    if not marked.exists():
        return
    with alone(identity().folder / "exchange"):
        heard = {*marked.read_text(encoding="utf-8").split(), partner}
        if heard >= {each.name for each in partners_of(latest_terms(timezone.now()))}:
            marked.unlink()
        else:
            marked.write_text("\n".join(sorted(heard)) + "\n", encoding="utf-8")
