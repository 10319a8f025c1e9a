"""Real certificates, a real server and a real client, on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from tansiq.cli.listening import listen
from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre, ReleaseRule
from tansiq.errors import BadInputError
from tansiq.exchange.authority import (
    Authority,
    certificate_pem,
    certify,
    key_bytes,
    make_authority,
    make_key,
    make_request,
)
from tansiq.exchange.connection import HttpsTransport, Identity, Trusted
from tansiq.exchange.serving import Application, Running, TlsFiles, run_server
from tansiq.journal.log import Folder, append
from tests.exchange.pulling.partner import LogKeeper

NOW = datetime.now(UTC)
HQ = PartnerCentre("federal-hq", "tansiq.example", frozenset({"federal"}), "federal")
BAR = PartnerCentre("bar", "tansiq.example", frozenset({"federal", "regional"}), "regional")
REGIONAL_HQ = PartnerCentre("regional-hq", "tansiq.example", frozenset({"regional"}), "regional")
LONG_AGO = timedelta(days=400)


def now() -> datetime:
    return datetime.now(UTC)


def authorities() -> dict[str, Authority]:
    """An authority for each party, as old as an expired certificate needs."""
    return {party: make_authority(party, 5, NOW - LONG_AGO) for party in ("federal", "regional")}


def der(authority: Authority) -> bytes:
    return authority.certificate.public_bytes(Encoding.DER)


def terms(made: dict[str, Authority]) -> ExchangeTerms:
    """An agreement by which everybody releases messages to everybody."""
    names = frozenset({HQ.name, BAR.name, REGIONAL_HQ.name})
    rule = ReleaseRule("5.1", frozenset({"message"}), names, names)
    pinned = {party: der(each) for party, each in made.items()}
    return ExchangeTerms("sha256:" + "0" * 64, NOW - LONG_AGO, None, (HQ, BAR, REGIONAL_HQ), pinned, (rule,))


def identity(folder: Path, host: str, by: Authority, *, began: datetime = NOW, days: int = 30) -> Identity:
    """A key and a certificate for ``host``, as files."""
    folder.mkdir(parents=True, exist_ok=True)
    key = make_key()
    made = certify(by, make_request(key, host), host, days, began)
    (folder / "exchange.key").write_bytes(key_bytes(key))
    (folder / "exchange.crt").write_bytes(certificate_pem(made))
    return Identity(folder / "exchange.crt", folder / "exchange.key")


def files_of(shown: Identity) -> TlsFiles:
    return TlsFiles(shown.certificate, shown.key)


class Kept:
    """Receipts that were handed over."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, bytes]] = []
        self.refuse = False

    def keep(self, recipient: str, note: bytes) -> None:
        if self.refuse:
            raise BadInputError(recipient)
        self.notes.append((recipient, note))


@dataclass
class Server:
    """The federal headquarters' server, and what it knows; ``terms`` may be changed while it runs."""

    folder: Path
    authorities: dict[str, Authority]
    terms: ExchangeTerms | None = None
    receipts: Kept = field(default_factory=Kept)
    running: Running | None = None

    @property
    def address(self) -> str:
        assert self.running is not None
        return f"https://127.0.0.1:{self.running.port}"

    def write(self, keeper: LogKeeper, recipient: str = "bar") -> None:
        """Lay out a partner's log as files, the head last."""
        files = Folder(self.folder / "releases" / recipient)
        append(files, 0, keeper.all)
        for name, data in keeper.attachments.items():
            files.write(f"attachment/{name.removeprefix('sha256:')}", data)
        files.write("checkpoint", keeper.note)

    def transport(self, shown: Identity, **changes: object) -> HttpsTransport:
        """The bar's way to this server."""
        named: dict[str, object] = {
            "ours": "bar", "partner": HQ.name, "identity": shown, "now": now,
            "trusted": Trusted(HQ.host, der(self.authorities["federal"])),
        }  # fmt: skip
        return HttpsTransport(self.address, **(named | changes))  # type: ignore[arg-type]  # as it says


@contextmanager
def serving(folder: Path, made: dict[str, Authority]) -> Iterator[Server]:
    """Run the federal headquarters' server."""
    server = Server(folder, made, terms(made))
    shown = identity(folder / "keys", HQ.host, made["federal"])
    app = Application(folder, HQ.name, lambda: server.terms, server.receipts, now=now)

    def pinned() -> list[bytes]:
        return list(server.terms.authorities.values()) if server.terms else []

    server.running = run_server(app, listen("127.0.0.1", 0), files_of(shown), pinned)
    try:
        yield server
    finally:
        server.running.stop()
