"""Addresses of this part. Of allauth's, only those that a centre offers, under the names allauth asks for."""

from typing import Any

from allauth.account import views as sign_in
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkey
from django.urls import URLPattern, path

from tansiq.centre.accounts import accesses, joining, mine, party
from tansiq.centre.accounts.access import everybody
from tansiq.centre.accounts.entrance import passkey_options


def _own(route: str, view: Any, name: str) -> URLPattern:  # noqa: ANN401 - a view of allauth's, untyped
    """Return the address of a view of allauth's that is about one's own account."""
    own: URLPattern = path(route, everybody(view), name=name)
    return own


urlpatterns = [
    path("", party.page, name="accounts"),
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-in/second/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey_options, name="mfa_login_webauthn"),
    _own("sign-out/", sign_in.logout, "sign-out"),
    path("join/", joining.start, name="join-start"),
    path("join/<slug:code>/", joining.join, name="join"),
    path("join/<slug:code>/second/", joining.join_second, name="join-second"),
    path("mine/", mine.page, name="my-account"),
    path("mine/", mine.page, name="mfa_index"),
    path("mine/", mine.page, name="mfa_list_webauthn"),
    path("mine/app/", mine.new_app, name="new-app"),
    path("mine/sessions/end/", mine.end_session, name="end-session"),
    _own("mine/passkeys/new/", passkey.add_webauthn, "mfa_add_webauthn"),
    path("mine/passkeys/<int:pk>/remove/", mine.remove_passkey, name="remove-passkey"),
    _own("mine/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("mine/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("mine/password/", sign_in.password_change, "account_change_password"),
    _own("mine/confirm/", second.reauthenticate, "mfa_reauthenticate"),
    _own("mine/confirm/password/", sign_in.reauthenticate, "account_reauthenticate"),
    _own("mine/confirm/passkey/", passkey.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    path("invite/", party.invite, name="invite"),
    path("answer/", party.answer, name="answer-account"),
    path("withdraw/", party.withdraw, name="withdraw-invitation"),
    path("accesses/", accesses.page, name="accesses"),
    path("of/<slug:name>/", party.account, name="account"),
    path("of/<slug:name>/act/", party.act, name="act-on-account"),
]
