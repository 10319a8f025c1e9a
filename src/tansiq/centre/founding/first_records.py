"""A centre's database and its first records: the certificates of its own key."""

from collections.abc import Iterable
from datetime import datetime

from django.core.management import call_command

from tansiq.centre.configuration import Identity
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.publishing import publish
from tansiq.centre.door.putting import admit
from tansiq.journal.note import Checkpoint, NoteSigner, VerifierKey
from tansiq.journal.record import Content, sign_record


def make_tables() -> None:
    """Make the database's tables, or bring them up to this version."""
    call_command("migrate", verbosity=0, interactive=False)


def certify_centre(identity: Identity, party: str, root: NoteSigner, key: VerifierKey, at: datetime) -> bytes:
    """Return the record by which ``party``'s root says that ``key`` may speak for it in this centre."""
    content = Content(
        kind="key_certificate/1", object=f"key-{key.key_id.hex()}", body={"key": str(key), "purpose": "centre"},
        author_role="root", party=party, centre=identity.name, event_at=at, received_at=at, entered_at=at,
    )  # fmt: skip
    return sign_record(content, root).entry


def enter_certificates(certificates: Iterable[tuple[str, bytes]]) -> Checkpoint | None:
    """Enter certificates, each with its party, sign the journal's head if all have spoken, and return it."""
    for party, entry in certificates:
        admit(entry, centre_author(party))
    return publish()
