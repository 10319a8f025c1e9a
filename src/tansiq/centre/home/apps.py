"""The application as Django loads it."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.home"
    label = "home"
