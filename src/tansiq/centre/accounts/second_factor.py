"""The second factor: codes of an authenticator app (RFC 6238), recovery codes, passkeys. allauth keeps them."""

import time
from collections.abc import Iterator
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import constant_time_compare

STEP_S: Final = 30
DRIFT_STEPS: Final = 1  # clocks in the field: a code is good half a minute early or late
LAST_STEP: Final = "last_step"
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def plain_digits(typed: str) -> str:
    """Return a code as typed on any keyboard in Western digits, without the spaces and dashes people group it by."""
    return "".join(letter for letter in typed.translate(_DIGITS) if letter.isalnum())


def matching_step(secret: str, code: str, *, after: int = -1, now_s: float | None = None) -> int | None:
    """Return the time step whose code this is, counted from 1970; None if it is none of now's.

    Parameters
    ----------
    secret
        Shared with the app, base 32.
    code
        Six digits.
    after
        The last step used: RFC 6238, section 5.2, lets a code be used once.
    now_s
        Seconds since 1970; the clock's by default.
    """
    for step in _steps(time.time() if now_s is None else now_s):
        if step > after and constant_time_compare(format_hotp_value(hotp_value(secret, step)), plain_digits(code)):
            return step
    return None


def _steps(now_s: float) -> Iterator[int]:
    now = int(now_s) // STEP_S
    yield from range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)


@transaction.atomic
def use_code(user: AbstractBaseUser, code: str) -> Authenticator | None:
    """Return the app or the list of recovery codes that ``code`` is from, having used it up; None if it is wrong."""
    held = Authenticator.objects.select_for_update().filter(user=user)
    app = held.filter(type=Authenticator.Type.TOTP).first()
    step = app and matching_step(decrypt(app.data["secret"]), code, after=app.data.get(LAST_STEP, -1))
    if app and step:
        app.data[LAST_STEP] = step
        app.save(update_fields=["data"])
        return app
    codes = held.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return codes if codes and codes.wrap().validate_code(plain_digits(code)) else None


def has_one(user: AbstractBaseUser) -> bool:
    """Return whether the account has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
