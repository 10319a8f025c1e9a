"""The application as Django loads it."""

from django.apps import AppConfig

DUTY_OFFICER = "duty_officer"


class DutyConfig(AppConfig):
    """Registers with the door what this part writes, and puts the log on the rail."""

    name = "tansiq.centre.duty"
    label = "duty"

    def ready(self) -> None:
        """Register kinds, what can be signed, and activities."""
        # Models can be imported only now.
        from tansiq.centre.agreement.signable import signable  # noqa: PLC0415
        from tansiq.centre.door.registry import register  # noqa: PLC0415
        from tansiq.centre.duty import projection, rules, waiting  # noqa: PLC0415

        by = {DUTY_OFFICER}
        register("duty_log_entry", written_by=by, check=rules.check_entry, project=projection.project_entry)
        register("watch_handover", written_by=by, check=rules.check_watch_handover, project=projection.project_handover)
        register("situation_report", written_by=by, check=rules.check_report, project=projection.project_report)
        register("report_agreement", written_by=by, check=rules.check_agreement, project=projection.project_agreement)
        register("reservation", written_by=by, check=rules.check_reservation, project=projection.project_reservation)
        signable(
            "watch_handover",
            check=rules.check_handover_signature,
            project=projection.project_handover_signature,
        )
        waiting.register()
