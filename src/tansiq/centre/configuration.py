"""A centre's folder: who it is, what it serves, where its keys and records lie.

::

    centre.toml       name, parties, database; ground package and laydown, if any
    secret-key        signs what browsers are given
    keys/             the centre's key, locked, and what opens it; officers' keys, each locked by its owner
    journal/          the journal as files: tiles, roots, signed head
    centre.sqlite3    accounts and records, unless centre.toml names another database
    cache/            what can be computed again at any time
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomli_w

from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.language import N_

CENTRE_VARIABLE: Final = "TANSIQ_CENTRE"
HOSTS_VARIABLE: Final = "TANSIQ_ALLOWED_HOSTS"
PASSPHRASE_VARIABLE: Final = "TANSIQ_CENTRE_PASSPHRASE_FILE"  # noqa: S105 - where it is, not what
SECURE_VARIABLE: Final = "TANSIQ_SECURE"
DATABASE_VARIABLE: Final = "TANSIQ_DATABASE"
LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a centre is.

    Attributes
    ----------
    folder
        Where it lies.
    name
        Its short name: lower-case ASCII letters, digits, hyphens.
    domain
        What its keys' and log's names begin with.
    parties
        Whose it is: one, or for a joint centre both.
    passphrase_file
        What opens the centre's key; kept elsewhere if ``TANSIQ_CENTRE_PASSPHRASE_FILE`` says so.
    database
        Address of the database; empty for SQLite in the folder.
    fictional
        Whether its forces and texts are an exercise.
    demonstration
        Whether it is entered without password or second factor; only a fictional centre, only on its own machine.
    """

    folder: Path
    name: str
    domain: str
    parties: tuple[Party, ...]
    passphrase_file: Path
    database: str = ""
    fictional: bool = False
    demonstration: bool = False

    @property
    def joint(self) -> bool:
        """Whether both parties sit in it."""
        return len(self.parties) > 1

    @property
    def party_ids(self) -> tuple[str, ...]:
        """The parties' keys."""
        return tuple(party.id for party in self.parties)

    @property
    def origin(self) -> str:
        """What its journal's heads name it by."""
        return f"{self.domain}/{self.name}/journal"

    @property
    def keys(self) -> Path:
        """The folder of its keys."""
        return self.folder / "keys"

    @property
    def journal(self) -> Path:
        """The folder of its journal's files."""
        return self.folder / "journal"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one running site is made of.

    Attributes
    ----------
    folder
        The centre's folder; None when the site is loaded without one (checks, tests).
    ground, laydown
        Ground package and laydown file; None where the centre has none.
    secret_key
        Django's secret key.
    allowed_hosts
        Host names the site answers to.
    identity
        Who the centre is; None for a site that only shows a picture and keeps no records.
    database
        Address of the database; empty for SQLite.
    """

    folder: Path | None
    ground: Path | None
    laydown: Path | None
    secret_key: str
    allowed_hosts: tuple[str, ...]
    identity: Identity | None = None
    database: str = ""


def read() -> Configuration:
    """Return the configuration of the centre that the environment variable ``TANSIQ_CENTRE`` names.

    Raises
    ------
    tansiq.errors.UnreadableInputError
        If the folder lacks ``centre.toml`` or ``secret-key``.
    tansiq.errors.BadInputError
        If ``centre.toml`` names neither a centre nor a ground and a laydown.
    """
    hosts = (*LOOPBACK_HOSTS, *filter(None, os.environ.get(HOSTS_VARIABLE, "").split(",")))
    named = os.environ.get(CENTRE_VARIABLE)
    if not named:
        database = os.environ.get(DATABASE_VARIABLE, "")
        return Configuration(None, None, None, secrets.token_urlsafe(50), hosts, database=database)
    return read_folder(Path(named), hosts)


def read_folder(folder: Path, hosts: tuple[str, ...] = LOOPBACK_HOSTS) -> Configuration:
    """Return the configuration of the centre in ``folder``; raises as :func:`read`."""
    path = folder / "centre.toml"
    table = _table(path)
    identity = _identity(folder, table["centre"], path) if "centre" in table else None
    has_picture = isinstance(table.get("ground"), str) and isinstance(table.get("laydown"), str)
    if not has_picture and identity is None:
        raise BadInputError(N_('%(file)s must name a "ground" and a "laydown".'), file=path)
    ground, laydown = (folder / table["ground"], folder / table["laydown"]) if has_picture else (None, None)
    database = identity.database if identity else ""
    if identity is not None and identity.demonstration:
        hosts = LOOPBACK_HOSTS  # whatever else the environment allows
    return Configuration(folder, ground, laydown, _key(folder), hosts, identity, database)


def write(folder: Path, *, ground: Path, laydown: Path) -> None:
    """Make ``folder`` a site that shows ``ground`` and ``laydown``; an existing secret key stays."""
    folder.mkdir(parents=True, exist_ok=True)
    table = {"ground": str(ground), "laydown": str(laydown)}
    (folder / "centre.toml").write_text(tomli_w.dumps(table), encoding="utf-8")
    write_secret_key(folder)


def write_secret_key(folder: Path) -> None:
    """Make the key that signs what browsers are given, unless it is there."""
    key = folder / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50), encoding="ascii")


def identity_table(identity: Identity) -> dict[str, Any]:
    """Return what ``centre.toml`` says of ``identity``."""
    parties = [
        {"id": each.id, "name_en": each.names.en, "name_ar": each.names.ar, "name_ckb": each.names.ckb}
        for each in identity.parties
    ]
    table = {"name": identity.name, "domain": identity.domain, "fictional": identity.fictional, "parties": parties}
    table |= {"demonstration": True} if identity.demonstration else {}
    return {"centre": table | ({"database": identity.database} if identity.database else {})}


def _identity(folder: Path, table: Any, path: Path) -> Identity:  # noqa: ANN401 - as TOML gives it
    try:
        parties = tuple(
            Party(each["id"], Names(each["name_en"], each["name_ar"], each["name_ckb"])) for each in table["parties"]
        )
        passphrase = os.environ.get(PASSPHRASE_VARIABLE)
        return Identity(
            folder=folder, name=str(table["name"]), domain=str(table["domain"]), parties=parties,
            passphrase_file=Path(passphrase) if passphrase else folder / "keys" / "centre.passphrase",
            database=str(table.get("database", "")), fictional=table.get("fictional", False) is True,
            demonstration=_demonstration(table, path),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        template = N_("%(file)s does not say who the centre is: %(what)s is missing or of the wrong form.")
        raise BadInputError(template, file=path, what=error) from error


def _demonstration(table: dict[str, Any], path: Path) -> bool:
    wanted = table.get("demonstration", False) is True
    if wanted and table.get("fictional", False) is not True:
        template = N_("%(file)s makes the centre a demonstration, but only an exercise can be one. Take that line out.")
        raise BadInputError(template, file=path)
    return wanted


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            N_("%(file)s cannot be read (%(why)s). Make the centre's folder again."), file=path, why=error
        ) from error


def _key(folder: Path) -> str:
    path = folder / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            N_("%(file)s cannot be read (%(why)s). Make the centre's folder again."), file=path, why=error
        ) from error
