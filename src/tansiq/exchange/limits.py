"""What the exchange takes in before it looks closer: every bound in one place, with its unit."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what a partner, or a stick, hands over. They are checked before anything is parsed.

    Attributes
    ----------
    page_entries
        Entries asked for at once.
    head_wait_s
        How long a question for a newer head may be kept waiting [s].
    connect_s, silence_s
        How long a connection may take, and how long an open one may stay silent [s].
    batch_entries
        Entries kept at once.
    process_entries
        From so many entries to take over on, records are read in processes of their own.
    signer_entries
        How many entries are searched for the certificate of a head's signer before the head is given up.
    wanted_attachments
        Attachments noted before they are fetched and further entries asked for.
    waiting_per_peer, connections, connections_per_peer
        Questions kept waiting for one partner; open connections of all, and of one partner.
    idle_s
        How long a connection may lie open without a request [s].
    request_bytes
        First line and headers of a request [bytes].
    receipt_bytes
        A cosigned head handed over [bytes].
    attachment_bytes
        An attachment, whatever the agreement allows [bytes].
    inflated_ratio
        Bytes that one compressed byte may become.
    ahead_s
        How far a partner's clock may run ahead of ours before it is told [s].
    evidence_bytes
        A file of evidence [bytes].
    refused_bytes
        What a centre notes of entries that it did not accept [bytes].
    agreement_bytes
        A proof file of an agreement [bytes].
    stick_exports
        Exports that may lie on one stick.
    stick_files
        Files of one export on a stick.
    stick_manifest_bytes
        What such an export says of itself [bytes].
    """

    page_entries: int = 65_536
    head_wait_s: float = 25.0
    connect_s: float = 10.0
    silence_s: float = 40.0
    batch_entries: int = 1024
    process_entries: int = 8192
    signer_entries: int = 2**20
    wanted_attachments: int = 4096
    waiting_per_peer: int = 4
    connections: int = 128
    connections_per_peer: int = 16
    idle_s: float = 75.0
    request_bytes: int = 16_384
    receipt_bytes: int = 16_384
    attachment_bytes: int = 64 * 2**20
    inflated_ratio: int = 200
    ahead_s: float = 5.0
    evidence_bytes: int = 4 * 2**20
    refused_bytes: int = 16 * 2**20
    agreement_bytes: int = 262_144
    stick_exports: int = 256
    stick_files: int = 100_000
    stick_manifest_bytes: int = 16 * 2**20


LIMITS: Final = Limits()
