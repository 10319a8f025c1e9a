"""What a duty officer types into the forms of the watch."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tansiq.centre.duty.models import LogItem
from tansiq.domain.time import LOCAL_ZONE


def moment(name: str, at: datetime) -> dict[str, str]:
    local = at.astimezone(LOCAL_ZONE)
    return {f"{name}_date": local.date().isoformat(), f"{name}_time": f"{local:%H%M}"}


def typed(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """The fields of a new item, as the form shows them at first, with a summary."""
    now = timezone.now() - timedelta(minutes=1)
    given: dict[str, Any] = {
        "precedence": "priority", "summary_en": "Lights on the ridge.", "summary_original": "en", "sender": "post 14",
        "receiver": "duty officer", "means": "radio", "direction": "in", "needs": "post 15\nregional duty officer",
        **moment("event_at", now), **moment("received_at", now),
    }  # fmt: skip
    return {name: value for name, value in (given | fields).items() if value is not None}


def log(client: Client, **fields: Any) -> LogItem:  # noqa: ANN401 - any field
    """Log an item and return it as it stands."""
    answer = client.post("/duty/new/", typed(**fields))
    assert answer.status_code == 302, answer.content.decode()[:4000]
    row: LogItem = LogItem.objects.at(None).order_by("-number").first()
    return row


def now_of(row: LogItem) -> LogItem:
    """Return an item as it stands now."""
    found: LogItem = LogItem.objects.at(None).get(key=row.key)
    return found
