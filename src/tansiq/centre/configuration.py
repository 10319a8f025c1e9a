"""A centre's folder: what it serves, where it keeps its keys and what it has computed.

``centre.toml`` names the ground package and the laydown; ``secret-key`` signs what browsers are given; ``cache``
holds what can be computed again at any time.
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.language import N_

CENTRE_VARIABLE: Final = "TANSIQ_CENTRE"
HOSTS_VARIABLE: Final = "TANSIQ_ALLOWED_HOSTS"
LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one running centre is made of.

    Attributes
    ----------
    folder
        The centre's folder; None when the site is loaded without one (checks, tests).
    ground, laydown
        Ground package and laydown file; None without a folder.
    secret_key
        Django's secret key.
    allowed_hosts
        Host names the site answers to.
    """

    folder: Path | None
    ground: Path | None
    laydown: Path | None
    secret_key: str
    allowed_hosts: tuple[str, ...]


def read() -> Configuration:
    """Return the configuration of the centre that the environment variable ``TANSIQ_CENTRE`` names.

    Raises
    ------
    tansiq.errors.UnreadableInputError
        If the folder lacks ``centre.toml`` or ``secret-key``.
    tansiq.errors.BadInputError
        If ``centre.toml`` does not name a ground and a laydown.
    """
    hosts = (*LOOPBACK_HOSTS, *filter(None, os.environ.get(HOSTS_VARIABLE, "").split(",")))
    named = os.environ.get(CENTRE_VARIABLE)
    if not named:
        return Configuration(None, None, None, secrets.token_urlsafe(50), hosts)
    folder = Path(named)
    table = _table(folder / "centre.toml")
    return Configuration(folder, folder / table["ground"], folder / table["laydown"], _key(folder), hosts)


def write(folder: Path, *, ground: Path, laydown: Path) -> None:
    """Make ``folder`` a centre that serves ``ground`` and ``laydown``; an existing secret key stays."""
    folder.mkdir(parents=True, exist_ok=True)
    table = {"ground": str(ground), "laydown": str(laydown)}
    (folder / "centre.toml").write_text(tomli_w.dumps(table), encoding="utf-8")
    key = folder / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50), encoding="ascii")


def _table(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            N_("%(file)s cannot be read (%(why)s). Make the centre's folder again."), file=path, why=error
        ) from error
    if not (isinstance(table.get("ground"), str) and isinstance(table.get("laydown"), str)):
        raise BadInputError(N_('%(file)s must name a "ground" and a "laydown".'), file=path)
    return table


def _key(folder: Path) -> str:
    path = folder / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            N_("%(file)s cannot be read (%(why)s). Make the centre's folder again."), file=path, why=error
        ) from error
