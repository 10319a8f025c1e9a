"""A code to scan (QR, ISO/IEC 18004) as SVG."""

from typing import Final

import qrcode  # type: ignore[import-untyped] # has no stubs
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped] # as above

_QUIET_ZONE: Final = 4  # modules, as the standard asks


def code_svg(text: str) -> str:
    """Return ``text`` as a code that stands a quarter of damage (level Q), black on white."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=_QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    return str(code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode"))
