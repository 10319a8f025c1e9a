"""The application as Django loads it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.accounts"
    label = "accounts"
