"""Addresses of this part. Of allauth's, only those that a centre offers, under the names allauth asks for."""

from allauth.account import views as sign_in  # type: ignore[import-untyped]  # allauth ships no types
from allauth.mfa.base import views as second  # type: ignore[import-untyped]
from allauth.mfa.webauthn import views as passkey  # type: ignore[import-untyped]
from django.urls import path

urlpatterns = [
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-in/second/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", sign_in.logout, name="sign-out"),
]
