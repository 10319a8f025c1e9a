"""The application as Django loads it."""

from django.apps import AppConfig


class AgreementConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.agreement"
    label = "agreement"
