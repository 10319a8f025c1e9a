"""The application as Django loads it."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """Takes certificates and revocations of keys."""

    name = "tansiq.centre.door"
    label = "door"

    def ready(self) -> None:
        """Register the kinds that say something about keys."""
        # Models can be imported only now.
        from tansiq.centre.door import projection  # noqa: PLC0415
        from tansiq.centre.door.publishing import publish_soon  # noqa: PLC0415
        from tansiq.centre.door.registry import listen, register  # noqa: PLC0415

        register("key_certificate", written_by={"root"}, project=projection.project_certificate)
        register("key_revocation", written_by={"root"}, project=projection.project_revocation)
        # No kind of its own: who may bring in, as a file, what a root has signed.
        register("brought_record", written_by={"administrator"})
        listen(publish_soon)
