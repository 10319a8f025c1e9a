"""Taking over a partner's log: checked as it comes, kept, and only then cosigned.

:func:`pull` is one round with one partner. What it goes by:

1. The head is bounded, read, and must be of the log that was asked for, made for us. Its time never goes back.
2. It must be signed by a key that *all* the origin's parties have certified in that very log, and that is not revoked.
   Nothing is kept under a head before that is known. Where the certificate stands among entries that are not kept yet,
   those are read ahead, and kept only when they have proved themselves (``signer.py``).
3. It must continue what is kept: the same number of entries have the same root, fewer are a beginning of ours, and more
   begin with ours. Two heads that cannot both be true are a fork.
4. For each full tile of 256 entries one hash of 32 bytes is fetched, not the 256 hashes below it. Together with our own
   they must lead to the signed root (``promised.py``). A step of up to 256 entries needs no hashes at all: the entries
   themselves must lead to the root.
5. Entries are kept when their tile has the hash that the head commits to, never before (``taking.py``). A link that is
   cut costs what had not arrived; whole entries of an unfinished tile wait in memory for the next round.
6. Each entry must be a record of its kind's form, signed by a key that may sign it there, and not stand there twice.
   One that is not is kept, refused and told; the rest goes on (``records.py``).
7. Attachments that accepted records name are fetched, held against their hashes, and kept.
8. Then the head is cosigned, kept with the cosignature, and handed over: the receipt. One that did not arrive is handed
   over again with the next round.

Between rounds a :class:`Memory` holds what the next one goes on from: 32 bytes for each 256 entries, and the keys. It
can be made again from what is kept, and is, when a process starts.
"""

from tansiq.exchange.pulling.memory import Memory
from tansiq.exchange.pulling.receipts import check_receipt, log_keys
from tansiq.exchange.pulling.round import Pulled, pull

__all__ = ["Memory", "Pulled", "check_receipt", "log_keys", "pull"]
