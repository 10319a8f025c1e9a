"""Reading a record a second time: bytes that were checked when they came in, and have not changed since."""

import json
from datetime import datetime

from tansiq.journal import base64_strict
from tansiq.journal.errors import MalformedRecordError
from tansiq.journal.note.text import NoteSignature
from tansiq.journal.record.content import Content
from tansiq.journal.record.envelope import FIRST_LINE, Record
from tansiq.language import N_

_KEY_ID_BYTES = 4


def read_again(entry: bytes) -> Record:
    """Return a record whose bytes :func:`~tansiq.journal.record.read_record` accepted before.

    Only for bytes whose leaf hash was just compared with the one kept when they were accepted: form, letters and bounds
    are not looked at again, which makes it some ten times faster than reading what a stranger sends.

    Raises
    ------
    MalformedRecordError
        It does not begin as a record: it never was accepted.
    """
    first, line, payload = (*entry.split(b"\n", 2), b"", b"")[:3]
    if first != FIRST_LINE:
        template = N_("This is no record of a known format: it must begin with %(line)s.")
        raise MalformedRecordError(template, line=FIRST_LINE.decode())
    name, value = line.decode().removeprefix("— ").rsplit(" ", 1)
    signature = base64_strict.decode(value) or b""
    fields = json.loads(payload)
    content = Content(
        kind=fields["kind"], object=fields["object"], body=fields["body"], author_role=fields["author_role"],
        party=fields["party"], centre=fields["centre"], event_at=datetime.fromisoformat(fields["event_at"]),
        received_at=datetime.fromisoformat(fields["received_at"]),
        entered_at=datetime.fromisoformat(fields["entered_at"]), marking=fields.get("marking"),
        supersedes=fields.get("supersedes"), author=fields.get("author"),
    )  # fmt: skip
    return Record(entry, NoteSignature(name, signature[:_KEY_ID_BYTES], signature[_KEY_ID_BYTES:]), payload, content)
