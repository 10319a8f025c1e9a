"""typst, called with the template of this folder and one typeface: no system fonts, no packages, no network."""

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from tansiq.centre.paper.document import Document
from tansiq.centre.paper.errors import UnprintableError
from tansiq.centre.paper.limits import check
from tansiq.centre.paper.setting import settled
from tansiq.centre.paper.typeface import FOLDER
from tansiq.domain.time import LOCAL_ZONE
from tansiq.language import N_, Language

TEMPLATE: Final = Path(__file__).parent / "document.typ"
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]  # for archives; for readers who hear the page
_ONE_AT_A_TIME: Final = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    nothing = TEMPLATE.parent / "packages"  # is not there: packages are never looked for elsewhere either
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    return typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nothing,
        package_cache_path=nothing,
    )


def render(document: Document, language: Language) -> bytes:
    """Return ``document`` as PDF, its frame and labels in ``language``.

    The same document in the same language gives the same bytes, with the same release of Tansiq.

    Parameters
    ----------
    document
        What to print. Its texts are set as they are; nothing in them is read as markup.
    language
        Of the labels, and of texts that show none of their own; gives the page its direction.

    Raises
    ------
    UnprintableError
        If the document is too large, or cannot be set.
    ValueError
        If ``printed_at`` has no zone, or a table's rows do not fit its headers: faults of the caller.
    """
    if document.printed_at.tzinfo is None:
        message = "the time of printing has no zone"
        raise ValueError(message)
    check(document)
    data = json.dumps(settled(document, language), ensure_ascii=False)
    try:
        with _ONE_AT_A_TIME:
            made, _warnings = _compiler().compile_with_warnings(
                format="pdf",
                sys_inputs={"document": data},
                pdf_standards=STANDARDS,
                timestamp=document.printed_at.astimezone(LOCAL_ZONE).replace(microsecond=0),
            )
    except typst.TypstError as fault:
        raise UnprintableError(UNSET, reason=fault.message) from fault
    if not isinstance(made, bytes):
        raise UnprintableError(UNSET, reason="typst")
    return made


UNSET: Final = N_(
    "The document cannot be set on paper (%(reason)s). Print it in parts; if that does not help, report this."
)
