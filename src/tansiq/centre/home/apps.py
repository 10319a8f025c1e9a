"""The application as Django loads it."""

from django.apps import AppConfig

from tansiq.centre.shell.activities import activity, standing
from tansiq.language import N_


class HomeConfig(AppConfig):
    """Puts the first page on the rail, and the journal among what it tells."""

    name = "tansiq.centre.home"
    label = "home"

    def ready(self) -> None:
        """Register the activity and the lines about the journal."""
        from tansiq.centre.home.journal import journal_lines  # noqa: PLC0415 - reads tables, which load later
        from tansiq.centre.home.views import has_picture  # noqa: PLC0415 - as above

        activity("home", N_("Now"), "home", "home", None, order=10)
        activity("picture", N_("Gap picture"), "picture", "picture", PICTURE_ROLES, order=60, offered=has_picture)
        standing("home", journal_lines)


# Whoever administers accounts reads no ground.
PICTURE_ROLES = frozenset({"viewer", "duty_officer", "planner", "information_officer", "signatory"})
