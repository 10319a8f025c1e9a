"""A gap picture as files: figures, rasters, vectors, ledger and a map. ``docs/picture-format.md`` lists them."""

from tansiq.gaps.files.document import InputDigest, digest_of, picture_document
from tansiq.gaps.files.folder import check_writable, write

__all__ = ["InputDigest", "check_writable", "digest_of", "picture_document", "write"]
