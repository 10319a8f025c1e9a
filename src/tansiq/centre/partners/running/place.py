"""Where a centre's exchange listens and finds its partners: ``exchange.toml``, keys, and what the agreement says.

::

    listen = "0.0.0.0:8443"                     absent: this centre serves nobody and only asks others
    [addresses]
    regional-hq = "https://10.0.0.3:8443"       in place of the agreement's; "" for one that is met by stick only
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tansiq.centre.configuration import Identity
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.exchange.heads import SECRET_BYTES
from tansiq.journal.limits import LIMITS
from tansiq.language import N_

FILE: Final = "exchange.toml"
SECRET: Final = "blinding.secret"  # noqa: S105 - where it is, not what
LAST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Place:
    """What ``exchange.toml`` says.

    Attributes
    ----------
    listen
        Host and port; None if this centre serves nobody.
    addresses
        By partner, in place of the agreement's.
    """

    listen: tuple[str, int] | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)

    def address_of(self, partner: PartnerCentre) -> str:
        """Return where a partner is reached; empty if only by stick."""
        return self.addresses.get(partner.name, partner.address)


def read_place(folder: Path) -> Place:
    """Return what the file says; nothing if there is none.

    Raises
    ------
    UnreadableInputError, BadInputError
        It cannot be read, or is not of its form.
    """
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Place()
    except (OSError, ValueError) as error:
        raise UnreadableInputError(N_("%(file)s cannot be read (%(why)s)."), file=path, why=error) from error
    addresses = table.get("addresses", {})
    unknown = table.keys() - {"listen", "addresses"}
    if unknown or not isinstance(addresses, dict) or not all(isinstance(each, str) for each in addresses.values()):
        raise BadInputError(N_('%(file)s may hold "listen" and [addresses] with texts, nothing else.'), file=path)
    return Place(_listen(table["listen"], path) if "listen" in table else None, addresses)


def _listen(text: object, path: Path) -> tuple[str, int]:
    host, found, port = str(text).rpartition(":")
    if not found or not host or not port.isascii() or not port.isdigit() or int(port) > LAST_PORT:
        raise BadInputError(N_('%(file)s: write listen = "host:port".'), file=path)
    return host.strip("[]"), int(port)


def blinding_secret(identity: Identity) -> bytes:
    """Return what is behind the commitments to the journal [32 bytes]; made by lot the first time.

    Raises
    ------
    BadInputError
        The file holds something else.
    """
    return kept_secret(identity.keys / SECRET)


def kept_secret(path: Path) -> bytes:
    """Return the secret in a file [32 bytes]; made by lot the first time, readable to the centre's account alone.

    Raises
    ------
    BadInputError
        The file holds something else.
    """
    if not path.exists():
        _make(path)
    with path.open("rb") as file:
        data = file.read(LIMITS.key_file_bytes)
    if len(data) != SECRET_BYTES:
        raise BadInputError(N_("%(file)s does not hold %(count)s bytes."), file=path, count=SECRET_BYTES)
    return data


def _make(path: Path) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - by its number
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)  # whoever was first wins
    except FileExistsError:
        pass
    finally:
        beside.unlink()
