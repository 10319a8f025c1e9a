"""The application as Django loads it."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Registers courses of action with the door, and their page with the rail."""

    name = "tansiq.centre.planning"
    label = "planning"

    def ready(self) -> None:
        """Register both."""
        # Models can be imported only now.
        from tansiq.centre.door.registry import register  # noqa: PLC0415
        from tansiq.centre.duty.waiting import READERS  # noqa: PLC0415
        from tansiq.centre.planning import projection, rules  # noqa: PLC0415
        from tansiq.centre.shell.activities import activity  # noqa: PLC0415
        from tansiq.language import N_  # noqa: PLC0415

        register("course", written_by={rules.PLANNER}, check=rules.check_course, project=projection.project_course)
        activity("planning", N_("Planning"), "planning", "planning", READERS, order=38)
