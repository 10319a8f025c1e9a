"""Which received entries a backup says were refused, read from its tables before there is a centre to load."""

import json
from typing import Final

from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.language import N_

_MODEL: Final = "partners.receivedentry"
_MARK: Final = f'"{_MODEL}"'.encode()


def refused_places(tables: bytes) -> dict[str, frozenset[int]]:
    """Return the numbers of entries that were refused when they came, by the partner's name.

    Raises
    ------
    BadBackupError
        A line is not of its form.
    """
    found: dict[str, set[int]] = {}
    for line in tables.splitlines():
        if _MARK not in line:
            continue
        try:
            row = json.loads(line)
            fields = row["fields"]
            if row["model"] == _MODEL and fields["refused"] is not None:
                found.setdefault(str(fields["origin"]), set()).add(int(fields["index"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadBackupError(N_("The backup's tables are not of a known form (%(why)s)."), why=error) from error
    return {origin: frozenset(places) for origin, places in found.items()}
