"""The application as Django loads it."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Registers courses of action and files of them with the door, and their page with the rail."""

    name = "tansiq.centre.planning"
    label = "planning"

    def ready(self) -> None:
        """Register all of it."""
        # Models can be imported only now.
        from tansiq.centre.door.registry import register  # noqa: PLC0415
        from tansiq.centre.duty.waiting import READERS  # noqa: PLC0415
        from tansiq.centre.planning import export_rules, projection, rules, waiting  # noqa: PLC0415
        from tansiq.centre.shell.activities import activity, waiting_items  # noqa: PLC0415
        from tansiq.language import N_  # noqa: PLC0415

        register("course", written_by={rules.PLANNER}, check=rules.check_course, project=projection.project_course)
        register(
            "export", written_by=export_rules.WRITERS, check=export_rules.check_export,
            project=projection.project_export,
        )  # fmt: skip
        activity("planning", N_("Planning"), "planning", "planning", READERS, waiting.count, order=38)
        waiting_items("planning", waiting.items)
