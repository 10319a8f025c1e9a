"""The application as Django loads it."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Listens to what is entered, and to sessions that end."""

    name = "tansiq.centre.live"
    label = "live"

    def ready(self) -> None:
        """Listen."""
        # Models can be imported only now.
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from tansiq.centre.accounts.models import OpenSession  # noqa: PLC0415
        from tansiq.centre.door.registry import listen  # noqa: PLC0415
        from tansiq.centre.live import service  # noqa: PLC0415

        listen(service.on_entered)
        post_delete.connect(service.on_signed_out, sender=OpenSession, dispatch_uid="live")
