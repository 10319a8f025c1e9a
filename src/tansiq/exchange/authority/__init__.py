"""Certificates for connections: each party's own authority, requests, and whom a certificate names.

A party's authority is an X.509 certificate with an ECDSA key on P-256, made here and pinned by the agreement. It issues
the certificates of the connections of centres directly: a certificate names one centre as DNS name ``NAME.DOMAIN``,
serves both ends of a connection, and certifies nothing further. An authority decides only who may connect; no record is
ever signed or believed by it (``docs/decisions/0015-exchange.md``).

OpenSSL checks the handshake against the pinned authorities alone. :func:`check_peer` then asks what OpenSSL does not:
that the certificate was issued by exactly the authority of *this* centre's party, directly, and names exactly this
centre.

======================  ==============================================================================
file                    what
======================  ==============================================================================
an authority            its key, PKCS#8 under a passphrase, and its certificate; PEM, offline, in a safe
an authority's ``.crt`` its certificate, PEM; goes into the agreement
``keys/exchange.key``   the key of a centre's connections, PKCS#8 without passphrase, mode 0600
a request               PKCS#10 with the centre's DNS name, PEM
``keys/exchange.crt``   the certificate of a centre's connections, PEM
======================  ==============================================================================
"""

from tansiq.exchange.authority.certificates import (
    Authority,
    certify,
    make_authority,
    make_key,
    make_request,
    request_host,
)
from tansiq.exchange.authority.files import (
    certificate_pem,
    key_bytes,
    lock_authority,
    read_certificate,
    read_key,
    read_request,
    unlock_authority,
)
from tansiq.exchange.authority.peers import check_own, check_peer, host_of

__all__ = [
    "Authority",
    "certificate_pem",
    "certify",
    "check_own",
    "check_peer",
    "host_of",
    "key_bytes",
    "lock_authority",
    "make_authority",
    "make_key",
    "make_request",
    "read_certificate",
    "read_key",
    "read_request",
    "request_host",
    "unlock_authority",
]
