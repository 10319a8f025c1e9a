"""Pictures as SVG, the only kind the template is handed: a code to scan (QR, ISO/IEC 18004), and a PNG in a frame."""

import base64
from typing import Final

import qrcode  # type: ignore[import-untyped] # has no stubs
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped] # as above

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SIZE_ENDS: Final = 24  # where the header has given width and height
_QUIET_ZONE: Final = 4  # modules, as the standard asks


def code_svg(text: str) -> str:
    """Return ``text`` as a code that stands a quarter of damage (level Q), black on white."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=_QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    return str(code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode"))


def framed_svg(png: bytes) -> str:
    """Return a PNG file as an SVG of the same size; the template's data is text.

    Raises
    ------
    ValueError
        If it is no PNG: a fault of the caller.
    """
    if not png.startswith(_PNG) or len(png) < _SIZE_ENDS:
        message = "a figure is not a PNG file"
        raise ValueError(message)
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
