"""Items of a made-up log."""

from datetime import UTC, datetime, timedelta

from tansiq.domain.duty import Item, Need, Precedence, State

AT = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


def item(number: int = 1, **fields: object) -> Item:
    given: dict[str, object] = {
        "key": f"item-{number}", "number": number, "party": "federal", "precedence": Precedence.FLASH,
        "state": State.OPEN, "received_at": AT, "needs": (Need("post 14"),), "texts": {"en": "Lights on the ridge."},
    }  # fmt: skip
    return Item(**(given | fields))  # type: ignore[arg-type]  # passed through by name


def told(whom: str = "post 14", after_min: float = 3) -> Need:
    return Need(whom, AT + timedelta(minutes=after_min), "radio")
