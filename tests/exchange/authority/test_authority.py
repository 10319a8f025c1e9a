"""Certificates of connections: what an authority issues, and whom a certificate is believed to name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from tansiq.errors import BadInputError, DoesNotVerifyError, UsageError
from tansiq.exchange.authority import (
    Authority,
    certificate_pem,
    certify,
    check_own,
    check_peer,
    host_of,
    key_bytes,
    lock_authority,
    make_authority,
    make_key,
    make_request,
    read_certificate,
    read_key,
    read_request,
    request_host,
    unlock_authority,
)
from tansiq.exchange.errors import StrangerError
from tansiq.journal.errors import TooLargeError, WeakPassphraseError, WrongPassphraseError

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOST = "bar.tansiq.example"
WORDS = "a passphrase for tests"
AUTHORITY = make_authority("regional", 10, NOW)
OTHER = make_authority("regional", 10, NOW)
KEY = make_key()
CERTIFICATE = certify(AUTHORITY, make_request(KEY, HOST), HOST, 90, NOW)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def check(certificate: bytes, *, authority: Authority = AUTHORITY, host: str = HOST, at: datetime = NOW) -> None:
    check_peer(certificate, der(authority.certificate), host, at)


def test_a_certificate_by_the_authority_for_the_centre_in_its_time_is_believed() -> None:
    for at in (NOW, NOW + timedelta(days=90), NOW - timedelta(minutes=4)):
        check(der(CERTIFICATE), at=at)
    assert host_of(der(CERTIFICATE)) == HOST


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "federal-hq.tansiq.example"},
        {"host": "BAR.tansiq.example"},
        {"host": "tansiq.example"},
        {"authority": OTHER},
        {"at": NOW + timedelta(days=90, seconds=1)},
        {"at": NOW - timedelta(minutes=6)},
    ],
)
def test_another_authority_name_or_time_is_a_stranger_s(changes: dict[str, object]) -> None:
    with pytest.raises(StrangerError):
        check(der(CERTIFICATE), **changes)  # type: ignore[arg-type]  # as it says


@pytest.mark.parametrize("data", [b"", b"garbage", der(CERTIFICATE)[:-1], der(CERTIFICATE)[:-1] + b"\x00"])
def test_what_is_no_certificate_is_a_stranger_s(data: bytes) -> None:
    with pytest.raises(StrangerError):
        check(data)


def issued(
    change: Callable[[x509.CertificateBuilder], x509.CertificateBuilder], by: Authority = AUTHORITY, *,
    names: tuple[x509.GeneralName, ...] = (x509.DNSName(HOST),), ca: bool = False, uses: bool = True,
) -> bytes:  # fmt: skip
    """A certificate that our own ``certify`` would never make."""
    both = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
    building = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(by.certificate.subject)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
    )
    if uses:
        building = building.add_extension(x509.ExtendedKeyUsage(both), critical=False)
    return der(change(building).sign(by.key, SHA256()))


def test_what_an_authority_issues_otherwise_is_believed_if_it_names_exactly_the_centre() -> None:
    check(issued(lambda building: building))


@pytest.mark.parametrize(
    "data",
    [
        issued(lambda building: building, names=(x509.DNSName(HOST), x509.DNSName("federal-hq.tansiq.example"))),
        issued(lambda building: building, names=(x509.DNSName("*.tansiq.example"),)),
        issued(lambda building: building, names=(x509.UniformResourceIdentifier(HOST),)),
        issued(lambda building: building, ca=True),
        issued(lambda building: building, uses=False),
        issued(lambda building: building, by=Authority(AUTHORITY.certificate, OTHER.key)),
    ],
    ids=["two names", "wildcard", "other kind of name", "an authority", "for nothing", "signed by another key"],
)
def test_certificates_for_more_or_for_something_else_are_strangers(data: bytes) -> None:
    with pytest.raises(StrangerError):
        check(data)


def test_an_authority_below_the_authority_certifies_nobody() -> None:
    below = x509.load_der_x509_certificate(issued(lambda building: building, ca=True))
    with pytest.raises(StrangerError):
        check(issued(lambda building: building, by=Authority(below, KEY)))


def test_a_certificate_is_for_one_centre_and_certifies_nothing_further() -> None:
    extensions = CERTIFICATE.extensions
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [HOST]


def test_an_authority_certifies_centres_only_directly() -> None:
    limits = AUTHORITY.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (limits.ca, limits.path_length) == (True, 0)


def test_a_request_for_another_centre_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"federal-hq\.tansiq\.example"):
        certify(AUTHORITY, make_request(KEY, "federal-hq.tansiq.example"), HOST, 90, NOW)


def test_a_request_that_was_altered_is_refused() -> None:
    data = bytearray(make_request(KEY, HOST).public_bytes(Encoding.DER))
    at = data.index(HOST.encode())
    data[at : at + 3] = b"bat"
    with pytest.raises(DoesNotVerifyError):
        request_host(x509.load_der_x509_csr(bytes(data)))


@pytest.mark.parametrize("key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())])
def test_a_request_for_another_kind_of_key_is_refused(key: ec.EllipticCurvePrivateKey) -> None:
    with pytest.raises(BadInputError):
        certify(AUTHORITY, make_request(key, HOST), HOST, 90, NOW)


@pytest.mark.parametrize("days", [0, -1, 826])
def test_no_certificate_is_good_for_nothing_or_for_ever(days: int) -> None:
    with pytest.raises(UsageError):
        certify(AUTHORITY, make_request(KEY, HOST), HOST, days, NOW)


def test_no_certificate_outlives_its_authority() -> None:
    short = make_authority("regional", 1, NOW)
    with pytest.raises(UsageError):
        certify(short, make_request(KEY, HOST), HOST, 400, NOW)


@pytest.mark.parametrize("years", [0, 21])
def test_no_authority_is_good_for_nothing_or_for_ever(years: int) -> None:
    with pytest.raises(UsageError):
        make_authority("regional", years, NOW)


def test_an_authority_opens_with_its_passphrase_only() -> None:
    locked = lock_authority(AUTHORITY, WORDS)
    opened = unlock_authority(locked, WORDS)
    assert opened.certificate == AUTHORITY.certificate
    assert opened.key.private_numbers() == AUTHORITY.key.private_numbers()
    with pytest.raises(WrongPassphraseError):
        unlock_authority(locked, WORDS + "x")
    with pytest.raises(WeakPassphraseError):
        lock_authority(AUTHORITY, "short")


def test_an_authority_s_key_beside_another_s_certificate_is_refused() -> None:
    mixed = lock_authority(Authority(OTHER.certificate, AUTHORITY.key), WORDS)
    with pytest.raises(BadInputError):
        unlock_authority(mixed, WORDS)


def test_an_authority_that_is_not_locked_is_refused() -> None:
    with pytest.raises(BadInputError, match="passphrase"):
        unlock_authority(key_bytes(AUTHORITY.key) + certificate_pem(AUTHORITY.certificate), WORDS)


@pytest.mark.parametrize("data", [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_none_is_refused_in_words(data: bytes) -> None:
    for read in (read_certificate, read_request, read_key, lambda each: unlock_authority(each, WORDS)):
        with pytest.raises(BadInputError):
            read(data)


def test_large_files_are_not_looked_at() -> None:
    for read in (read_certificate, read_request, read_key):
        with pytest.raises(TooLargeError):
            read(bytes(20_000))


def test_two_certificates_in_one_file_are_refused() -> None:
    with pytest.raises(BadInputError, match="more than one"):
        read_certificate(certificate_pem(CERTIFICATE) * 2)


def test_our_own_certificate_must_be_of_our_key_name_and_time() -> None:
    check_own(CERTIFICATE, KEY, HOST, NOW)
    for key, host, at in (
        (make_key(), HOST, NOW), (KEY, "other.tansiq.example", NOW), (KEY, HOST, NOW + timedelta(days=91)),
    ):  # fmt: skip
        with pytest.raises(BadInputError):
            check_own(CERTIFICATE, key, host, at)
