"""Sentences on the way, and the refusal that says which part does not hold and why."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from tansiq.errors import DoesNotVerifyError, TansiqError
from tansiq.language import Language, translate


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about what was checked.

    Attributes
    ----------
    template, fields
        English sentence marked with ``N_``, and its placeholders' values.
    doubt
        True where people have to judge: nothing was found altered, and something is not shown either.
    """

    template: str
    fields: Mapping[str, object] = field(default_factory=dict)
    doubt: bool = False

    def words(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return translate(self.template, language, self.fields)


Tell: TypeAlias = Callable[[Finding], None]
Progress: TypeAlias = Callable[[float, str], None]


def silent(*_said: object) -> None:
    """Tell nobody."""


class FaultyPartError(DoesNotVerifyError):
    """A part of a log does not hold: which one, and, as ``reason``, why."""

    def __init__(self, template: str, reason: TansiqError, **fields: object) -> None:
        super().__init__(template, **fields)
        self.reason = reason

    def message(self, language: Language = "en") -> str:
        """Return both sentences in ``language``."""
        return f"{super().message(language)} {self.reason.message(language)}"


@contextmanager
def blaming(template: str, **fields: object) -> Iterator[None]:
    """Say which part was being checked when something was refused.

    Raises
    ------
    FaultyPartError
        In place of any refusal from within.
    """
    try:
        yield
    except FaultyPartError:
        raise
    except TansiqError as error:
        raise FaultyPartError(template, error, **fields) from error
