"""What the parties of the exercise keep offline: roots and authorities, made once, locked, beside the centres.

::

    offline/PARTY-root.key       a party's root; opened by offline/PARTY.passphrase
    offline/PARTY-authority.pem  a party's authority for connections, opened by the same
    roots.txt                    the public roots of both parties
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from tansiq.centre.demonstration.cast import DOMAIN, PARTIES
from tansiq.centre.founding.folder import write_private
from tansiq.exchange import authority
from tansiq.exchange.authority import Authority
from tansiq.journal.keys import Roots, generate, lock, parse_roots, unlock, write_roots
from tansiq.journal.keys.at_rest import Locking
from tansiq.journal.limits import LIMITS
from tansiq.journal.note import NoteSigner

OFFLINE: Final = "offline"
ROOTS: Final = "roots.txt"
YEARS: Final = 10
# Founding must be quick, and there is nothing to protect: everybody is told the passphrases.
CHEAPLY: Final[Locking] = partial(lock, log2_cost=LIMITS.scrypt_log2_cost_min)
_PASSPHRASE: Final = "fictional root of %s"  # noqa: S105 - of an exercise


def make(home: Path) -> None:
    """Make roots and authorities of both parties in ``home``."""
    offline = home / OFFLINE
    offline.mkdir(mode=0o700)
    roots: dict[str, tuple[NoteSigner, ...]] = {}
    for party in PARTIES:
        root, passphrase = generate(f"{party}.{DOMAIN}/root"), _PASSPHRASE % party
        made = authority.make_authority(party, YEARS, datetime.now(UTC))
        write_private(offline / f"{party}-root.key", CHEAPLY(root, passphrase))
        write_private(offline / f"{party}-authority.pem", authority.lock_authority(made, passphrase))
        write_private(offline / f"{party}.passphrase", f"{passphrase}\n".encode())
        roots[party] = (root,)
    public = {party: tuple(each.key for each in keys) for party, keys in roots.items()}
    write_private(home / ROOTS, write_roots(public))


def root_of(home: Path, party: str) -> NoteSigner:
    """Return a party's root, opened."""
    return unlock((home / OFFLINE / f"{party}-root.key").read_bytes(), _PASSPHRASE % party)


def authority_of(home: Path, party: str) -> Authority:
    """Return a party's authority, opened."""
    return authority.unlock_authority((home / OFFLINE / f"{party}-authority.pem").read_bytes(), _PASSPHRASE % party)


def public_roots(home: Path, parties: Iterable[str]) -> Roots:
    """Return the public roots of ``parties``."""
    every = parse_roots((home / ROOTS).read_bytes())
    return {party: every[party] for party in parties}
