"""Traces of what is withheld, signed by the centre: made once, and kept, so that another key cannot make them again."""

from hashlib import sha256

from tansiq.centre.door.keys import centre_signer
from tansiq.centre.partners.models import StubEntry
from tansiq.journal.record import Content, Record, read_record, sign_record


def sign_stub(content: Content) -> Record:
    """Return the stub that says ``content``: as it was signed first, if it was."""
    name = sha256(bytes(content)).hexdigest()
    kept = StubEntry.objects.filter(pk=name).values_list("entry", flat=True).first()
    if kept is not None:
        return read_record(bytes(kept))
    record = sign_record(content, centre_signer())
    StubEntry.objects.create(content=name, entry=record.entry)
    return record
