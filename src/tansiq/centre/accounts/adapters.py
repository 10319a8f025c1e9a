"""Where allauth asks this centre: in what words it refuses, who may sign in, what is kept of it."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tansiq.centre.accounts import lockout, officer, recording, second_factor, sessions
from tansiq.centre.accounts.secrets import Credential
from tansiq.errors import UnreadableInputError
from tansiq.language import N_

WRONG_PASSWORD = gettext_lazy("The account or the password is wrong.")
WRONG_CODE = gettext_lazy("This code is wrong, was used already, or its half minute is over. Enter the next one.")
TOO_MANY = gettext_lazy("Too many requests in a short time. Wait a minute, then try again.")


def must_wait(minutes: int) -> ValidationError:
    """Return the refusal of somebody who was wrong too often."""
    sentence = ngettext(
        "Too many wrong attempts. This account cannot be signed in to from here for %(minutes)d minute.",
        "Too many wrong attempts. This account cannot be signed in to from here for %(minutes)d minutes.",
        minutes,
    )
    return ValidationError(sentence % {"minutes": minutes}, code="locked")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in and out."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_PASSWORD,
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("This is not the password the account has now."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Return False: who comes in comes by invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address requests are counted by; one word for all where the server cannot tell."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuse at once, and without looking at the password, who has to wait."""
        if minutes := lockout.minutes_to_wait(request, credentials["username"]):
            raise must_wait(minutes)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Record a wrong password, and say when it was one too many."""
        refuse_wrong(request, credentials["username"])

    def pre_login(self, request: HttpRequest, user: Credential, **_more: object) -> HttpResponse | None:
        """Turn away an account that is closed, or has no second factor left."""
        held = officer.of(user.username)
        if held is not None and second_factor.has_one(user):
            return None
        clear_login(request)
        recording.failed(user.username)
        return render(request, "accounts/not_open.html", {"closed": held is None}, status=403)

    def login(self, request: HttpRequest, user: Credential) -> None:
        """Open the session, and record by what it was opened."""
        by = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
        super().login(request, user)
        recording.signed_in(user.username, by)
        for _ended in range(sessions.begin(request, user)):
            recording.session_ended(user.username)

    def logout(self, request: HttpRequest) -> None:
        """Close the session."""
        session = sessions.current(request)
        if session:
            sessions.end(session)
        super().logout(request)
        if session:
            recording.signed_out(session.credential_id)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Return where to go on with a new password."""
        return reverse("my-account")


def refuse_wrong(request: HttpRequest, name: str) -> None:
    """Record a failed sign-in; raise if it was one too many.

    Raises
    ------
    django.core.exceptions.ValidationError
        With the minutes to wait.
    """
    minutes = lockout.minutes_to_wait(request, name)
    known = name if Credential.objects.filter(pk=name).exists() else None
    (recording.locked if minutes else recording.failed)(known)
    if minutes:
        raise must_wait(minutes)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second factor's words and names, and its secrets at rest."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy("An account keeps at least one second factor. Add another first."),
    }

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app shows above the code: the centre."""
        return str(settings.CENTRE.identity.name) if settings.CENTRE.identity else "Tansiq"

    def get_totp_label(self, user: Credential) -> str:
        """Return what an authenticator app shows beside the code: the account."""
        return user.username

    def _get_user_identifier(self, user: Credential) -> str:
        return user.username

    def get_public_key_credential_user_entity(self, user: Credential) -> dict[str, Any]:
        """Return what a passkey keeps of the account: its name, which is a function's."""
        return {"id": user.username.encode(), "display_name": user.username, "name": user.username}

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ANN401 - allauth's model, untyped
        """Return whether another second factor stays."""
        kept = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(kept.exclude(type=authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, _user: Credential, _type: str) -> str:
        """Return what a passkey is called unless its owner calls it something."""
        return _("Passkey")

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept: a copy of the database alone gives no codes."""
        return _at_rest().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it is used.

        Raises
        ------
        tansiq.errors.UnreadableInputError
            The centre's folder has another secret key than the secret was kept under.
        """
        try:
            return _at_rest().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise UnreadableInputError(
                N_(
                    "The second factors cannot be read: the file secret-key in the centre's folder is not the one they "
                    "were kept under. Put the right one back, or renew the accounts by new invitations."
                )
            ) from error


def _at_rest() -> Fernet:
    digest = hashlib.sha256(b"tansiq.accounts.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
