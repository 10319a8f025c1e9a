r"""Records: what somebody put down, as exact bytes with one signature.

A record is three parts, each beginning on its own line::

    tansiq-record/1                                          format and its version
    — <key name> base64(key id || Ed25519 signature)         who signed, as in a signed note
    {...}                                                    the content, canonical JSON, to the last byte

Worked example, the content shortened; ``docs/format.md`` has it whole, with its digest and leaf hash::

    tansiq-record/1
    — tansiq.example/bar hBBB5cAAMMk5Zoq0ozPP+9StOCy/7DqFPn/AJEsFvLZYdgRPRSPvvsIBN16k1kQc3hKFhpHFGkZvHd3tT4jEr03oTAw=
    {"author_role":"duty_officer","body":{...},"centre":"bar",...,"kind":"duty_log_entry/1",...,"party":"federal",...}

The signature is over the pre-authentication encoding of DSSE (Dead Simple Signing Envelope, version 1)::

    DSSEv1 SP LEN(type) SP type SP LEN(content) SP content
    type     application/vnd.tansiq.record.v1+json
    LEN      length in bytes, decimal

so that neither version, nor type, nor length can be read otherwise. The content is one object; ``author``,
``marking`` and ``supersedes`` may be absent, everything else is there, and nothing else may be::

    author        account that put it down: a function's name, never a person's; absent: no account did
    author_role   in what role it was written: duty_officer, signatory ...
    body          what the kind's JSON Schema says
    centre        where it was entered
    entered_at    when it was entered there
    event_at      when it happened, or takes effect
    kind          duty_log_entry/1: kind and version of its schema
    marking       {"releasable_to": [party, ...]}: whom it may be released to; absent or not understood: nobody
    object        what it is about: all records of one object tell its story
    party         on whose behalf it was written
    received_at   when the centre was told
    supersedes    digest of the record of the same object that this one corrects or continues

The digest that names a record is SHA-256 over the same encoding that is signed. Bytes are kept as they came and never
made again. A correction is a new record. Numbers are whole, in a unit small enough; times carry their zone.
"""

from tansiq.journal.record.content import AUTHOR_ROLES, Content, read_content
from tansiq.journal.record.envelope import PAYLOAD_TYPE, Record, pre_authentication, read_record, sign_record
from tansiq.journal.record.marking import releasable_to
from tansiq.journal.record.registry import KINDS, Kind, check_body, kind_of

__all__ = [
    "AUTHOR_ROLES",
    "KINDS",
    "PAYLOAD_TYPE",
    "Content",
    "Kind",
    "Record",
    "check_body",
    "kind_of",
    "pre_authentication",
    "read_content",
    "read_record",
    "releasable_to",
    "sign_record",
]
