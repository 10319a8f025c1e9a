"""A centre's release logs and receipts, served to the partners they were made for.

``docs/exchange.md``, "Pull", has the table of requests. The application (:class:`Application`) is plain ASGI over the
folders on the disk; :func:`run_server` serves it over TLS in a thread of its own.

Who asks is told by the certificate alone, held against the terms in force *at the moment of each request*: terms can
change while a connection stays open. Whatever is not for that partner, is not there, or is not understood gets the same
answer, byte for byte: 404.

The handshake trusts only the authorities that the agreement pins. When they change, or a new certificate of our own is
put in place, a new TLS context takes over the listening socket (``listening.py``); open connections stay, and are asked
who they are with every request anyway.
"""

from tansiq.exchange.serving.application import Application, Receipts, Terms
from tansiq.exchange.serving.listening import Running, TlsFiles, run_server

__all__ = ["Application", "Receipts", "Running", "Terms", "TlsFiles", "run_server"]
