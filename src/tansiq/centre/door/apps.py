"""The application as Django loads it."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.door"
    label = "door"
