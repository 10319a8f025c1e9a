"""The application as Django loads it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers with the door what this part writes, and says who holds which role."""

    name = "tansiq.centre.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register kinds, the authoriser and the rail's entry."""
        # Models can be imported only now.
        from tansiq.centre.accounts import changes, officer, projection, rail, rules  # noqa: PLC0415
        from tansiq.centre.door.registry import authorise_by, register  # noqa: PLC0415

        register(
            "account",
            written_by={"administrator", "signatory", "centre"},
            check=rules.check_account,
            project=projection.project_account,
        )
        register("access", written_by={"centre"}, check=rules.check_access, project=projection.project_access)
        authorise_by(officer.authorise)
        rail.register()
        changes.connect()
