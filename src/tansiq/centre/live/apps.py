"""The application as Django loads it."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.live"
    label = "live"
