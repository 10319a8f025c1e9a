"""What proves a partner's fault, as one file that a third person can check with nothing but the parties' roots.

The file is a signed note (c2sp.org/signed-note) of at most ``LIMITS.evidence_bytes``, with these lines in this order::

    tansiq-evidence/1
    fault fork                                    what it is about: ``fault`` of a class in exchange.errors
    log tansiq.example/federal-hq/to/bar          which log was asked for
    seen-by tansiq.example/bar                    the centre that saw it, and made the file
    seen-at 2026-11-26T16:00:00.000Z              when, by that centre's clock; UTC, milliseconds
    exhibit head-kept base64                      what shows it; each name once, at most 64; - where there are no bytes
    exhibit head-shown base64
    exhibit certificate-1 base64

    — tansiq.example/bar base64(key id || signature)

Names of exhibits, and what their bytes are (what raises a ``PartnerFaultError`` gives its exhibits these names):

=====================  ================================================================================================
``head-kept``          the head that was accepted before: a note, with our cosignature or without
``head-shown``         the head that came: a note
``root-then``          of the log whose head has more entries: root of its first ones, as many as the other head has
``consistency``        RFC 6962 proof from ``root-then`` to the head with more entries: 32 bytes each, no dividers
``entry``              the entry that came, byte for byte
``entry-index``        its number in the log, decimal; for ``gap`` the first entry that did not come
``leaf``               the leaf hash that ``head-shown`` commits to there, where it is not that of ``entry`` [32 bytes]
``entry-proof``        RFC 6962 inclusion proof of ``leaf`` (if absent: of ``entry``) under ``head-shown``
``entry-again``        the same record a second time; with ``entry-again-index`` and ``entry-again-proof``
``revocation``         the record (``key_revocation/1``) that revokes a key, byte for byte
``revocation-index``   its number in the log shown, with ``revocation-proof``; both may be absent
``attachment``         digest of an attachment that did not come, ``sha256:`` and 64 digits; ``entry`` names it
``attachment-came``    digest of what came in its place; no bytes where more came than the record declares
``entries-here``       how many entries a centre has of its own log, decimal
``agreement-ends-at``  when the agreement ended, RFC 3339
``certificate-N``      records (``key_certificate/1``) of the keys that signed, N from 1 in their order; one that does
                       not hold certifies nothing, and spoils nothing
=====================  ================================================================================================

Other names are kept, named to the reader, and not looked at. What each fault needs; what the file then proves by
itself, to everybody who has the roots; and what only the word of the centre that made the file stands for:

``fork``               ``head-kept``, ``head-shown``; where their sizes differ also ``root-then``, ``consistency``.
                       *Proved:* one centre's key signed two heads of one log that cannot both be true.
``stale_restore``      ``head-kept``, ``head-shown``. *Proved:* a later head with fewer entries than an earlier one. If
                       by its own time it is not later: *word:* that it came after the other.
``own_stale_restore``  ``head-shown``, ``entries-here``. *Proved:* the centre's key signed a head of its own log with so
                       many entries. *Word,* of that centre itself: that it does not have them.
``gap``                ``head-shown``, ``entry-index``. *Proved:* the head promises that entry. *Word:* it did not come.
                       Or ``attachment``, best with ``entry``: *word:* it did not come. *Proved* by ``entry``: that a
                       record names it.
``altered_entry``      ``head-shown``, ``entry``, ``entry-index``, ``entry-proof``. With ``leaf``: *proved:* the head
                       commits to other bytes; *word:* that these came in their place. Without ``leaf``: *proved:* the
                       head commits to bytes that are no record, or not signed by the key they name. Or ``attachment``,
                       ``entry``, ``attachment-came``: *proved:* that record names it; *word:* what came in its place.
``replay``             ``head-shown``, ``entry`` and ``entry-again`` with their indices and proofs: *proved:* one record
                       stands twice. Or ``head-kept`` and an older ``head-shown``: *word:* it was given out as new.
``wrong_recipient``    ``head-shown``. *Proved:* the log is one for another centre. *Word:* it was handed to this one.
``foreign_log``        ``head-shown``. *Proved:* the head is of another centre's log. *Word:* where it came from.
``revoked_key``        ``revocation`` with ``head-shown`` or ``entry``: *proved:* the key signed a head that holds its
                       own revocation, an entry that stands behind it under one head, or something that says it is
                       later. Without ``revocation``: *word:* that
                       something signed by a key that nobody certified, or not every party, came at all.
``expired_agreement``  ``head-shown``, ``agreement-ends-at``. *Proved:* the head was signed later. *Word:* when the
                       agreement ended; the agreement itself shows it.
``other``              ``head-shown``, perhaps ``head-kept``: two heads whose sizes and times contradict each other are
                       *proved* as with ``stale_restore``; else *word*: that it came, and that something was wrong.

A file proves what a *key* signed: whoever has lost one answers for it until it is revoked.
"""

from tansiq.exchange.evidence.checking import Checked, check_evidence
from tansiq.exchange.evidence.exhibits import (
    again_exhibits,
    entry_after_exhibits,
    entry_exhibits,
    fork_exhibits,
    revocation_exhibits,
)
from tansiq.exchange.evidence.kept_logs import check_kept_log
from tansiq.exchange.evidence.making import make_evidence
from tansiq.exchange.evidence.text import FIRST_LINE, Evidence, parse_evidence

__all__ = [
    "FIRST_LINE",
    "Checked",
    "Evidence",
    "again_exhibits",
    "check_evidence",
    "check_kept_log",
    "entry_after_exhibits",
    "entry_exhibits",
    "fork_exhibits",
    "make_evidence",
    "parse_evidence",
    "revocation_exhibits",
]
