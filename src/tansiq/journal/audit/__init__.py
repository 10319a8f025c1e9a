"""Checking a log, an excerpt or a record with nothing but its bytes, and saying in words what was found.

What is checked in a log, in this order, each step naming the file and place it stops at:

1. the roots: read, and held against those the reader trusts;
2. the entries and tiles: every hash of every level, and the root they lead to;
3. the records: form, kind, signature, and whether the key might sign that there (see :mod:`tansiq.journal.keys`);
4. what records say of each other: no replay, corrections only of one's own, decisions over the very bytes;
5. the head: signed by the log, cosigned by whom;
6. every other file: superseded tiles must be the beginnings of the present ones;
7. an earlier head, if the reader kept one: the log must continue it.

What no check can show: what was never put into the log, and what a later entry would say.

Functions here return what they checked, and raise :class:`~tansiq.errors.DoesNotVerifyError` where something does not
hold. On the way they ``tell`` findings: sentences for the person reading.
"""

from tansiq.journal.audit.excerpt import audit_excerpt, audit_record, make_excerpt
from tansiq.journal.audit.findings import FaultyPartError, Finding, Tell
from tansiq.journal.audit.whole import AuditedLog, audit_log

__all__ = [
    "AuditedLog",
    "FaultyPartError",
    "Finding",
    "Tell",
    "audit_excerpt",
    "audit_log",
    "audit_record",
    "make_excerpt",
]
