"""The application as Django loads it."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Registers coverage with the door, its page with the rail, and the picture from coverages."""

    name = "tansiq.centre.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Register all of it."""
        # Models can be imported only now.
        from tansiq.centre.coverage import pictures, rules  # noqa: PLC0415
        from tansiq.centre.door.registry import register  # noqa: PLC0415
        from tansiq.centre.duty.waiting import READERS  # noqa: PLC0415
        from tansiq.centre.picture.sources import offer_by  # noqa: PLC0415
        from tansiq.centre.shell.activities import activity  # noqa: PLC0415
        from tansiq.language import N_  # noqa: PLC0415

        register("coverage", written_by=rules.AUTHORS, check=rules.check_coverage)
        activity("coverage", N_("Coverage"), "coverage", "coverage", READERS, order=36)
        offer_by(pictures.offered, pictures.find)
