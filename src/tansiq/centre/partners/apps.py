"""The application as Django loads it."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Registers with the door what this part writes, and has every record looked at for whom it is released to."""

    name = "tansiq.centre.partners"
    label = "partners"

    def ready(self) -> None:
        """Register kinds, what follows from every record, and activities."""
        # Models can be imported only now.
        from tansiq.centre.door.registry import also_project, register  # noqa: PLC0415
        from tansiq.centre.partners import rules, rules_receiving  # noqa: PLC0415
        from tansiq.centre.partners.adopting import check_adoption  # noqa: PLC0415
        from tansiq.centre.partners.projection import receiving, releases, saying  # noqa: PLC0415

        by, centre = rules.AUTHORS, {"centre"}
        register("message", written_by=by, check=rules.check_message, project=saying.project_message)
        register("release", written_by=by, check=rules.check_release)
        register("recall", written_by=by, check=rules.check_recall, project=saying.project_recall)
        register(
            "acknowledgement",
            written_by=by,
            check=rules.check_acknowledgement,
            project=saying.project_acknowledgement,
        )
        register("withheld", written_by=(), check=rules.never)
        register("adopted_agreement", written_by=centre, check=check_adoption, project=saying.project_adoption)
        register(
            "received", written_by=centre, check=rules_receiving.check_received, project=receiving.project_received
        )
        register("receipt", written_by=centre, check=rules.check_receipt, project=saying.project_receipt)
        register("exchange_alarm", written_by=by | centre, check=rules.check_alarm, project=saying.project_alarm)
        also_project(releases.project_releases)
        self._put_on_pages()

    def _put_on_pages(self) -> None:
        from tansiq.centre.duty.further import item_action  # noqa: PLC0415 - as above
        from tansiq.centre.partners import passing_on, waiting  # noqa: PLC0415
        from tansiq.centre.partners.measured import measured_share  # noqa: PLC0415
        from tansiq.centre.picture.measured import measure_by  # noqa: PLC0415

        waiting.register()
        item_action(passing_on.action)
        measure_by(measured_share)
