"""The parties' roots as a file: what is exchanged on paper when an agreement begins, and trusted ever after.

One line for each root, the party and its key::

    federal federal.example/root+3d0f4c21+AYqI4900...
    regional regional.example/root+b7c9e0aa+AYE5dw6o...
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from tansiq.journal.errors import MalformedKeyError, TooLargeError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.verifier_key import KeyType, VerifierKey, parse_verifier_key
from tansiq.language import N_

Roots: TypeAlias = Mapping[str, tuple[VerifierKey, ...]]

_PARTY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def parse_roots(data: bytes, limits: Limits = LIMITS) -> Roots:
    """Read a file of roots.

    Raises
    ------
    TooLargeError
        More bytes than ``limits`` allows for a key file.
    MalformedKeyError
        A line is not a party and a key, a key stands twice, or there is none.
    """
    if len(data) > limits.key_file_bytes:
        template = N_("A file of keys may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=limits.key_file_bytes, found=len(data))
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedKeyError(N_("The file of keys is not UTF-8 at byte %(at)s."), at=error.start) from error
    if lines.pop() or not lines:
        raise MalformedKeyError(N_("The file of keys must have lines, each ended."))
    roots: dict[str, tuple[VerifierKey, ...]] = {}
    for number, line in enumerate(lines, 1):
        party, _, written = line.partition(" ")
        key = parse_verifier_key(written, limits)
        known = [each for keys in roots.values() for each in keys]
        if not _PARTY.fullmatch(party) or key.type is not KeyType.NOTE or key in known:
            raise MalformedKeyError(N_("Line %(line)s must be a party and the key of its root."), line=number)
        roots[party] = (*roots.get(party, ()), key)
    return roots


def write_roots(roots: Roots) -> bytes:
    """Return the file of ``roots``, parties in order of their names."""
    return "".join(f"{party} {key}\n" for party in sorted(roots) for key in roots[party]).encode()
