"""The application as Django loads it."""

from django.apps import AppConfig


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
        signable("decision_proposal", check=rules.check_deed_asked, project=projection.project_deed)
