"""The application as Django loads it."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.partners"
    label = "partners"
