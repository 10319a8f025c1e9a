"""Who computes: this machine's threads, or the workers of a Dask cluster. The answer is the same, byte for byte.

A long computation is cut into *errands*: a function, the piece it works on, and the arrays it is lent. ``Hands`` run
errands and hand the results back in the order of asking; ``opened`` gives the hands that an address such as
``dask://HOST:PORT`` names.
"""

from tansiq.gaps.workers.address import Address, read_address
from tansiq.gaps.workers.hands import THIS_MACHINE, Errand, Hands, Lent, LocalHands
from tansiq.gaps.workers.opening import opened

__all__ = ["THIS_MACHINE", "Address", "Errand", "Hands", "Lent", "LocalHands", "opened", "read_address"]
