"""Keys as a table."""

from tansiq.centre.door.models import Key
from tansiq.centre.door.registry import Entered
from tansiq.journal.note import parse_verifier_key


def project_certificate(entered: Entered) -> None:
    """Show a key that was certified."""
    body, party = entered.content.body, entered.content.party
    key = parse_verifier_key(str(body["key"]))
    name = f"{party} {key.key_id.hex()} {key.name}"[:160]
    Key.write(entered, name, party=party, label=key.label, verifier_key=str(key), purpose=str(body["purpose"]))


def project_revocation(entered: Entered) -> None:
    """Show that a key was revoked."""
    body, party = entered.content.body, entered.content.party
    for key in Key.objects.at(None).filter(party=party, label=str(body["key"])):
        Key.amend(entered, key.key, revoked=True, reason=str(body["reason"]))
