"""A log as static files, after C2SP tlog-tiles, so that any file server, or a USB stick, can carry it.

::

    checkpoint                    the signed head (see tansiq.journal.note)
    roots                         the parties' roots (see tansiq.journal.keys); ours, not C2SP's
    tile/0/000                    leaf hashes 0 to 255, 32 bytes each
    tile/0/001.p/44               leaf hashes 256 to 299: a tile that is not full yet, 44 hashes wide
    tile/1/000.p/1                hashes of full tiles of level 0, and so on upward
    tile/entries/000              entries 0 to 255, each after its length in 2 bytes, big-endian
    tile/entries/001.p/44         entries 256 to 299

Number 1234067 is spelt ``x001/x234/067``. A full tile never changes; a partial one is superseded by a wider one under
another name, and may stay. An entry of length 0 was erased in its time: its hash stays in the tile of level 0, so every
proof holds, and a retention record later in the log must name it.
"""

from tansiq.journal.log.bundles import decode_bundle, encode_bundle
from tansiq.journal.log.files import Folder, LogFiles, MemoryFiles, WritableFiles
from tansiq.journal.log.paths import TILE_WIDTH, bundle_path, tile_path
from tansiq.journal.log.pruning import drop_partials
from tansiq.journal.log.reading import TileHashes
from tansiq.journal.log.writing import append, write_checkpoint

__all__ = [
    "TILE_WIDTH",
    "Folder",
    "LogFiles",
    "MemoryFiles",
    "TileHashes",
    "WritableFiles",
    "append",
    "bundle_path",
    "decode_bundle",
    "drop_partials",
    "encode_bundle",
    "tile_path",
    "write_checkpoint",
]
