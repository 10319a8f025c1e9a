"""Which database, and how it is asked to keep its promises."""

from typing import Any, Final

import dj_database_url

from tansiq.centre.configuration import Configuration
from tansiq.errors import BadInputError
from tansiq.language import N_

BUSY_S: Final = 20  # how long a writer waits for the others
# Write-ahead log, so that readers never wait; every commit flushed to the disk before it is acknowledged.
_PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
_POSTGRESQL: Final = ("postgresql://", "postgres://")


def settings_of(configuration: Configuration) -> dict[str, Any]:
    """Return Django's settings for the centre's database.

    Raises
    ------
    tansiq.errors.BadInputError
        The address is not one of PostgreSQL.
    """
    if configuration.database:
        return postgresql(configuration.database)
    options = {"transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS, "timeout": BUSY_S}
    name = configuration.folder / "centre.sqlite3" if configuration.folder else ":memory:"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": 60}


def postgresql(address: str) -> dict[str, Any]:
    """Return the settings for a PostgreSQL server; ``synchronous_commit`` stays on whatever the server's default."""
    if not address.startswith(_POSTGRESQL):
        template = N_("%(address)s is not the address of a database. Write postgresql://user:password@host/name.")
        raise BadInputError(template, address=address.rsplit("@", maxsplit=1)[-1])
    table: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    return {**table, "OPTIONS": {**table.get("OPTIONS", {}), "options": "-c synchronous_commit=on"}}
