"""Signed-in browsers of both parties, and forms filled in as people do."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tansiq.domain.time import LOCAL_ZONE
from tests.centre.agreement.two_parties import PASSPHRASE


def local(name: str, hours: float) -> dict[str, str]:
    """A date and time field, so many hours from now."""
    moment = (timezone.now() + timedelta(hours=hours)).astimezone(LOCAL_ZONE)
    return {f"{name}_date": moment.date().isoformat(), f"{name}_time": f"{moment:%H:%M}"}


def gap_form(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "about": "gap-2-31", "holder_party": "regional", "holder_unit": "2nd battalion", "authentic": ["ar", "ckb"],
        **local("lapses_at", 1), **local("effective_at", 2), **changes,
    }  # fmt: skip


def do(client: Client, serial: str, deed: str, **fields: str) -> Any:  # noqa: ANN401 - Django's response
    return client.post(f"/agreement/decisions/{serial}/do/{deed}/", {"passphrase": PASSPHRASE, **fields})
