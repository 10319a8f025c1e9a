"""Keys: who may sign what for whom, from which place in a log on, and how a private key lies on a disk.

Each party has a *root*, kept offline. It signs two kinds of record and nothing else: certificates, which say that a key
may speak for the party from the next place in the log on, and revocations. Every other key has one purpose::

    centre      signs the centre's records and the heads of its logs
    signatory   signs a person in office's joint decisions
    watch       signs a duty officer's handovers of the watch, and confirms receipt of anything
    witness     cosigns heads: the receipts
    root        takes over from, or stands beside, the root that certified it

So rotation is two records, a certificate and a revocation, and the log shows both. A joint centre's key is certified by
both roots and may then sign for either party; a key certified by one can never sign for the other. The head of a log is
signed by a key that every party with a root in it has certified: neither party alone speaks for a log of both.

A revocation has two effects. After its own place in the log the key signs nothing any more: such a record is refused.
From the place it names to itself the key's signatures stand and are reported as doubtful: somebody else may have made
them, and people must judge. A revoked key never comes back.
"""

from tansiq.journal.keys.at_rest import generate, lock, public_key_of, unlock
from tansiq.journal.keys.keyring import HANDOVER, PURPOSES, Keyring, Purpose, Standing, check_watch_act
from tansiq.journal.keys.request import KeyRequest, parse_key_request
from tansiq.journal.keys.roots import Roots, parse_roots, write_roots

__all__ = [
    "HANDOVER",
    "PURPOSES",
    "KeyRequest",
    "Keyring",
    "Purpose",
    "Roots",
    "Standing",
    "check_watch_act",
    "generate",
    "lock",
    "parse_key_request",
    "parse_roots",
    "public_key_of",
    "unlock",
    "write_roots",
]
