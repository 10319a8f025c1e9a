"""What follows when a password or a second factor changes: a record, and the end of the other sessions."""

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.http import HttpRequest

from tansiq.centre.accounts import recording, sessions
from tansiq.centre.accounts.models import Credential


def connect() -> None:
    """Listen to allauth."""
    password_changed.connect(after_password, dispatch_uid="accounts.password")
    authenticator_added.connect(after_factor, dispatch_uid="accounts.factor")
    authenticator_reset.connect(after_codes, dispatch_uid="accounts.codes")


def after_password(request: HttpRequest, user: Credential, **_more: object) -> None:
    """Keep this session, under the new key Django gave it, and end the others."""
    here = request.opened  # type: ignore[attr-defined]  # set by the gate
    sessions.move(here, str(request.session.session_key))
    sessions.end_all(user, but=request.session.session_key)
    recording.secret_changed(user.username, "password_changed")


def after_factor(user: Credential, **_more: object) -> None:
    """Record a new second factor."""
    recording.secret_changed(user.username, "factor_added")


def after_codes(user: Credential, **_more: object) -> None:
    """Record that the recovery codes are new ones."""
    recording.secret_changed(user.username, "codes_renewed")
