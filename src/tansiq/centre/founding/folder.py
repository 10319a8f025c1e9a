"""A centre's folder before Django can run on it: configuration, keys, roots, requests for certificates."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w

from tansiq.centre.configuration import Identity, identity_table, write_secret_key
from tansiq.errors import BadInputError, UnwritableOutputError
from tansiq.journal.keys import Roots, generate, lock, write_roots
from tansiq.journal.keys.at_rest import Locking
from tansiq.journal.note import NoteSigner
from tansiq.language import N_

OFFLINE: Final = "offline"
_WORDS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that is read as another
_GROUPS, _GROUP = 5, 4


@dataclass(frozen=True, slots=True)
class MadeRoot:
    """A root key made on this machine.

    Attributes
    ----------
    party
        Whose it is.
    signer
        The key itself; only until its certificates are made.
    file
        Where it lies, locked.
    passphrase
        What opens it: shown once, to be written on paper.
    """

    party: str
    signer: NoteSigner
    file: Path
    passphrase: str


def make_folder(identity: Identity, *, locking: Locking = lock) -> None:
    """Make the folder with the centre's configuration and its own key, which ``locking`` locks.

    Raises
    ------
    UnwritableOutputError
        It is there already, or cannot be made.
    """
    folder = identity.folder
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UnwritableOutputError(N_("%(out)s is there already. Name a new folder."), out=folder)
        for each in (folder, identity.keys, identity.journal):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(folder / "centre.toml", tomli_w.dumps(identity_table(identity)).encode())
        write_secret_key(folder)
        passphrase = new_passphrase()
        write_private(identity.keys / "centre.passphrase", f"{passphrase}\n".encode())
        key = generate(f"{identity.domain}/{identity.name}")
        write_private(identity.keys / "centre.key", locking(key, passphrase))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=folder, why=why) from error


def make_roots(identity: Identity) -> tuple[MadeRoot, ...]:
    """Make a root for each party, locked, in the folder ``offline``, from where it is to be carried away."""
    offline = identity.folder / OFFLINE
    offline.mkdir(mode=0o700)
    made = []
    for party in identity.party_ids:
        root, passphrase = generate(f"{party}.{identity.domain}/root"), new_passphrase()
        file = offline / f"{party}-root.key"
        write_private(file, lock(root, passphrase))
        made.append(MadeRoot(party, root, file, passphrase))
    keep_roots(identity, {each.party: (each.signer.key,) for each in made})
    return tuple(made)


def keep_roots(identity: Identity, roots: Roots) -> None:
    """Write the roots the journal rests on.

    Raises
    ------
    BadInputError
        They are not those of the centre's parties, no more and no less.
    """
    if set(roots) != set(identity.party_ids):
        template = N_("The roots are those of %(found)s; this centre is of %(parties)s.")
        raise BadInputError(template, found=", ".join(sorted(roots)), parties=", ".join(sorted(identity.party_ids)))
    write_private(identity.journal / "roots", write_roots(roots))


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def new_passphrase() -> str:
    """Return a passphrase of 20 letters and digits drawn by lot (99 bits), in groups that can be read out."""
    groups = ("".join(secrets.choice(_WORDS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
