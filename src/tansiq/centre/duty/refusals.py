"""What the duty log's rules refuse, as the door refuses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from tansiq.centre.door.refusals import Refusal
from tansiq.domain.duty import DutyError


class DutyRefusal(Refusal):
    """Something that the duty log's rules do not allow, or not now."""


def as_refusal(rule: Callable[..., None]) -> Callable[..., None]:
    """Have what the domain refuses refused in the door's way."""

    @wraps(rule)
    def refusing(*asked: Any) -> None:  # noqa: ANN401 - as the rule
        try:
            rule(*asked)
        except DutyError as error:
            raise DutyRefusal(error.template, **error.fields) from error

    return refusing
