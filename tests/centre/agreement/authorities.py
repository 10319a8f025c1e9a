"""Certificates of made-up authorities, for texts with terms of an exchange."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.domain.names import Names

CENTRES = (
    PartnerCentre("federal-hq", "local", frozenset({"federal"}), "federal", "https://10.0.0.1:8443",
                  Names("Duty officer, line 12", "ضابط الخفر، الخط 12", "ئەفسەری خەفەر، هێڵی 12")),
    PartnerCentre("bar", "local", frozenset({"federal", "regional"}), "federal"),
    PartnerCentre("regional-hq", "local", frozenset({"regional"}), "regional", "https://10.0.0.3:8443"),
)  # fmt: skip


@cache
def certificate(party: str) -> bytes:
    """A self-signed certificate, PEM."""
    key, name = Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, party)])
    at = datetime(2026, 11, 20, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, at, at + timedelta(days=365))
    return builder.sign(key, None).public_bytes(Encoding.PEM)


def authorities() -> dict[str, bytes]:
    return {party: certificate(party) for party in ("federal", "regional")}
