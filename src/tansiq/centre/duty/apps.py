"""The application as Django loads it."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.duty"
    label = "duty"
