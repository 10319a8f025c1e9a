"""``ground.toml``: what a ground package is, what it was made of, and the digests of all of it.

No time of making and no folder stands in it, so that the same inputs give the same bytes.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import tomli_w

from tansiq.errors import BadGroundError, UnreadableInputError
from tansiq.ground.grid import Grid
from tansiq.ground.model import Notice
from tansiq.ground.sources import VectorSource, digest_file, digest_input
from tansiq.ground.storage import damaged
from tansiq.language import N_

MANIFEST: Final = "ground.toml"
FORMAT: Final = "tansiq-ground/1"
_MAX_BYTES: Final = 4 << 20


def describe_inputs(
    inputs: Sequence[tuple[str, Path | VectorSource]], licences: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return a table per input file: role, name, layer, where clause, size, SHA-256, licence if given.

    Licences are looked up by file name, then by role.
    """
    tables = []
    for role, source in inputs:
        path = source if isinstance(source, Path) else source.path
        named = {} if isinstance(source, Path) else {"layer": source.layer, "where": source.where}
        for part in digest_input(path):
            licence = licences.get(path.name, licences.get(role))
            table = {"role": role, "name": part.name, **named, "bytes": part.size_bytes, "sha256": part.sha256}
            tables.append({key: value for key, value in {**table, "licence": licence}.items() if value is not None})
    return tables


def describe_grid(grid: Grid) -> dict[str, Any]:
    """Return the grid as a table."""
    return {
        "x_min_m": grid.x_min_m,
        "y_max_m": grid.y_max_m,
        "cell_m": grid.cell_m,
        "rows": grid.rows,
        "cols": grid.cols,
        "crs_wkt": grid.crs_wkt,
    }


def describe_notices(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Return notices as tables."""
    return [{"code": n.code, "template": n.template, "fields": dict(n.fields)} for n in notices]


def describe_files(folder: Path) -> list[dict[str, Any]]:
    """Return name, size and SHA-256 of every file in a package's folder."""
    digests = [digest_file(path) for path in sorted(folder.iterdir())]
    return [{"name": d.name, "bytes": d.size_bytes, "sha256": d.sha256} for d in digests]


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write ``ground.toml``."""
    (folder / MANIFEST).write_bytes(tomli_w.dumps(dict(manifest)).encode())


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """Read and check ``ground.toml``.

    Returns
    -------
    manifest, sha256
        Its content, and the digest of its bytes.

    Raises
    ------
    UnreadableInputError
        If the folder is not a ground package.
    BadGroundError
        If it is damaged, or of a format this version does not know.
    """
    path = folder / MANIFEST
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        template = N_("%(folder)s is not a ground package: it has no ground.toml. Make one with: tansiq ground build")
        raise UnreadableInputError(template, folder=folder) from error
    if len(raw) > _MAX_BYTES:
        raise damaged(path)
    try:
        manifest = tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise damaged(path) from error
    if manifest.get("format") != FORMAT:
        template = N_("%(folder)s has the format %(found)s; this version reads %(format)s. Build the package again.")
        raise BadGroundError(template, folder=folder, found=manifest.get("format"), format=FORMAT)
    return manifest, hashlib.sha256(raw).hexdigest()


def check_files(folder: Path, manifest: Mapping[str, Any], *, verify: bool) -> None:
    """Check that every file of a package is there with its size; with ``verify``, that its bytes are the same.

    Raises
    ------
    BadGroundError
        Naming the file that is not as it was written.
    """
    for entry in manifest["files"]:
        path = folder / Path(entry["name"]).name
        if not path.is_file() or path.stat().st_size != entry["bytes"]:
            raise damaged(path)
        if verify and digest_file(path).sha256 != entry["sha256"]:
            template = N_(
                "%(file)s was changed after the ground package was built. Build it again, or get a whole copy."
            )
            raise BadGroundError(template, file=path)
