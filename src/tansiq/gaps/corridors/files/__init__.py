"""Corridors as files: every figure, shapes, a table of lengths and a map. ``docs/corridors.md`` lists them."""

from tansiq.gaps.corridors.files.document import FORMAT, Found, corridors_document
from tansiq.gaps.corridors.files.folder import DOCUMENT_FILE, write

__all__ = ["DOCUMENT_FILE", "FORMAT", "Found", "corridors_document", "write"]
