"""The application as Django loads it, in a demonstration only."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Extends the sign-in page. It keeps no records of its own."""

    name = "tansiq.centre.demonstration"
    label = "demonstration"
