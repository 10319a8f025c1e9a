"""A joint centre of two parties, founded in a folder of its own, for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tansiq.centre.configuration import Configuration, Identity, read_folder
from tansiq.centre.door.author import Author
from tansiq.centre.door.keys import centre_signer
from tansiq.centre.founding import first_records, folder
from tansiq.centre.founding.folder import MadeRoot
from tansiq.domain.names import Names
from tansiq.domain.party import Party

FEDERAL = Party("federal", Names("Federal forces", "القوات الاتحادية", "هێزە فیدراڵییەکان"))
REGIONAL = Party("regional", Names("Peshmerga", "البيشمركة", "پێشمەرگە"))


@dataclass(frozen=True)
class Founded:
    """A centre that stands, with the roots its parties keep offline."""

    configuration: Configuration
    roots: dict[str, MadeRoot]

    @property
    def identity(self) -> Identity:
        assert self.configuration.identity is not None
        return self.configuration.identity

    def author(self, party: str = "federal", role: str = "duty_officer") -> Author:
        return Author(f"{party[:3]}-{role.replace('_', '-')}-1", party, role)


def make(
    path: Path, *, parties: tuple[Party, ...] = (FEDERAL, REGIONAL), name: str = "bar"
) -> tuple[Configuration, dict[str, MadeRoot]]:
    """Make the folder and the roots; no database yet."""
    identity = Identity(path, name, "local", parties, path / "keys" / "centre.passphrase", fictional=True)
    folder.make_folder(identity)
    roots = {each.party: each for each in folder.make_roots(identity)}
    return read_folder(path), roots


def certify(founded: Founded, at: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) -> None:
    """Enter the certificates of the centre's own key."""
    key = centre_signer().key
    first_records.enter_certificates(
        [
            (party, first_records.certify_centre(founded.identity, party, root.signer, key, at))
            for party, root in founded.roots.items()
        ]
    )
