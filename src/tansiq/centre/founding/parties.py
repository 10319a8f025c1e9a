"""The parties a new centre may be of, as ``centre.toml`` first names them, and names that keys and logs may bear."""

import re
from typing import Final

from tansiq.domain.party import KNOWN
from tansiq.errors import BadInputError
from tansiq.language import N_

__all__ = ["KNOWN", "check_name"]

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DOMAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62}){0,5}")


def check_name(name: str, *, dots: bool = False) -> str:
    """Return ``name`` if a centre, or with ``dots`` a domain, may be called that.

    Raises
    ------
    BadInputError
        It has other letters than a to z, digits and hyphens.
    """
    if not (_DOMAIN if dots else _NAME).fullmatch(name):
        template = N_("%(name)r cannot be the name. Use lower-case letters a to z, digits and hyphens.")
        raise BadInputError(template, name=name[:80])
    return name
