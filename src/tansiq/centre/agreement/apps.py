"""The application as Django loads it."""

from django.apps import AppConfig

from tansiq.language import N_


class AgreementConfig(AppConfig):
    """Registers with the door what this part writes."""

    name = "tansiq.centre.agreement"
    label = "agreement"

    def ready(self) -> None:
        """Register the kinds of texts, proposals and signatures."""
        from tansiq.centre.agreement import projection, rules  # noqa: PLC0415 - models load with the applications
        from tansiq.centre.agreement.signable import signable  # noqa: PLC0415
        from tansiq.centre.door.registry import register  # noqa: PLC0415

        register("agreement_text", written_by=rules.PROPOSERS, check=rules.check_text, project=projection.project_text)
        register(
            "decision_proposal",
            written_by=rules.PROPOSERS,
            check=rules.check_decision,
            project=projection.project_proposal,
        )
        register(
            "decision_signature",
            written_by=rules.SIGNERS,
            check=rules.check_signature,
            project=projection.project_signature,
        )
        self._put_on_rail()
        signable("decision_proposal", check=rules.check_deed_asked, project=projection.project_deed)

    def _put_on_rail(self) -> None:
        from tansiq.centre.agreement import overview  # noqa: PLC0415 - as above
        from tansiq.centre.agreement.views_decisions import READERS  # noqa: PLC0415
        from tansiq.centre.shell.activities import activity, standing, waiting_items  # noqa: PLC0415

        activity("decisions", N_("Decisions"), "decisions", "decision", READERS, overview.count_awaited, order=40)
        activity("agreement", N_("Agreement"), "agreement", "agreement", READERS, order=45)
        keyholders = ("signatory", "duty_officer")
        activity("officer-keys", N_("My keys"), "officer-keys", "lock", keyholders, order=70)
        activity("key-certificates", N_("Keys"), "key-certificates", "lock", ("administrator",), order=75)
        waiting_items("decisions", overview.awaited_items)
        standing("decisions", overview.centre_lines)
