"""A cluster whose connections are encrypted, by certificates named in Dask's configuration."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import dask
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tansiq.gaps.workers import Address, Errand, dask_cluster, opened
from tansiq.gaps.workers.errors import ClusterUnreachableError


def configured(folder: Path) -> dict[str, object]:
    """Make a certificate that vouches for itself, and return the settings that name it for everybody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "node.pem", folder / "node-key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(pem, pkcs8, plain))
    tls = "distributed.comm.tls"
    pairs = {f"{tls}.{role}.cert": str(cert_file) for role in ("scheduler", "worker", "client")}
    pairs |= {f"{tls}.{role}.key": str(key_file) for role in ("scheduler", "worker", "client")}
    return {**pairs, f"{tls}.ca-file": str(cert_file), "distributed.comm.require-encryption": True}


def test_errands_run_over_encrypted_connections_and_others_are_refused(
    clusters: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "others").mkdir()
    ours, others = configured(tmp_path / "ours"), configured(tmp_path / "others")
    with clusters.started(1, ours) as cluster:
        assert cluster.address.startswith("tls://")
        with dask.config.set(ours), opened(cluster.place) as hands:
            assert list(hands.map(Errand(abs, number) for number in (-1, -2))) == [1, 2]
        monkeypatch.setattr(dask_cluster, "CONNECT_S", 2)
        with (
            dask.config.set(others),
            pytest.raises(ClusterUnreachableError),
            opened(cluster.place),
        ):
            pytest.fail("opened with a certificate of somebody else")


def test_encryption_without_certificates_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ClusterUnreachableError, match="TLS"), opened(Address("tls://127.0.0.1:1")):
        pytest.fail("opened")
