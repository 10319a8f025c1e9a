"""How sure a picture is, as files. ``docs/sureness.md`` lists them."""

from tansiq.gaps.spread.files.document import sureness_document
from tansiq.gaps.spread.files.folder import check_writable, write

__all__ = ["check_writable", "sureness_document", "write"]
