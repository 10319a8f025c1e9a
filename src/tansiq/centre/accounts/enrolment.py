"""How the secret of an authenticator app is shown: as a picture to scan, and in groups to type."""

import base64
from typing import Final

from allauth.mfa.adapter import get_adapter

from tansiq.centre.accounts.secrets import Credential

_GROUP: Final = 4


def picture_of(credential: Credential, secret: str) -> str:
    """Return the secret as a QR code, as a data address of an SVG picture."""
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(credential, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def spoken_secret(secret: str) -> str:
    """Return the secret in groups of four, for phones without a camera."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
