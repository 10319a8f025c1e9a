"""What one centre's map shows: a ground and a laydown, opened once, and what is drawn from them alone."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tansiq.centre.versions import DIGEST_LETTERS, software_digest
from tansiq.domain.laydown import Laydown
from tansiq.ground.model import Feature, Ground, Notice

if TYPE_CHECKING:
    from tansiq.centre.picture.relief import Relief
    from tansiq.gaps.files.document import InputDigest

GROUND_MANIFEST: Final = "ground.toml"


@dataclass(frozen=True)
class Scene:
    """A ground and a laydown on it.

    Attributes
    ----------
    ground, laydown
        What is shown.
    inputs
        Digests of the files they came from.
    notices
        What reading the laydown found that a reader must know.
    """

    ground: Ground
    laydown: Laydown
    inputs: "tuple[InputDigest, ...]" = ()
    notices: tuple[Notice, ...] = ()

    @cached_property
    def relief(self) -> "Relief":
        """Elevation for the browser."""
        # Loads scipy, which would cost every start of the server half a second.
        from tansiq.centre.picture.relief import Relief  # noqa: PLC0415

        return Relief.of(self.ground.grid, self.ground.elevation_m)

    @cached_property
    def places(self) -> tuple[Feature, ...]:
        """Places of the ground."""
        return self.ground.features("places")

    @property
    def at(self) -> datetime | None:
        """The moment the laydown describes."""
        return self.laydown.as_of


def scene_key(ground: Path, laydown: Path) -> str:
    """Return a digest of a scene's inputs and of the software: part of every address of its data.

    Raises
    ------
    OSError
        If one of the files cannot be read.
    """
    digest = hashlib.sha256(software_digest().encode())
    for path in (ground / GROUND_MANIFEST, laydown):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:DIGEST_LETTERS]


def opener(ground: Path, laydown: Path) -> Callable[[], Scene]:
    """Return a function that opens the scene, to be called where waiting hurts nobody."""

    def open_scene() -> Scene:
        # Imported when first needed: GDAL and its companions take longer to load than a page may take to answer.
        import tansiq.ground  # noqa: PLC0415
        from tansiq.exchange import laydown_file  # noqa: PLC0415
        from tansiq.gaps.files.document import digest_of  # noqa: PLC0415

        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        laydown_file.check_on(laid, land, laydown)
        inputs = (digest_of(ground / GROUND_MANIFEST, "ground"), digest_of(laydown, "laydown"))
        return Scene(land, laid, inputs, tuple(notices))

    return open_scene
