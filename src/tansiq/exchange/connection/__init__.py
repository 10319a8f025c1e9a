"""The way to a partner over HTTPS, with certificates on both sides.

:class:`HttpsTransport` asks what ``docs/exchange.md``, "Pull", lists. It trusts one authority, the one that the
agreement pins for this partner, and within it one name; the system's authorities, proxies and redirects do not exist
for it. It believes nothing that it fetches: bytes are bounded as they arrive, and judged by whoever asked
(``exchange.pulling``).
"""

from tansiq.exchange.connection.https import HttpsTransport
from tansiq.exchange.connection.trust import Identity, Trusted

__all__ = ["HttpsTransport", "Identity", "Trusted"]
