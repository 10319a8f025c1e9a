"""What people type into the watch's forms: refused if it does not show, asked about if it may not belong there."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tansiq.centre.shell.asking import cleaned
from tansiq.centre.shell.fields import western_digits

SHORT_CHARS: Final = 200
_MGRS: Final = re.compile(
    r"([1-9]|[1-5][0-9]|60)[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V]([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})"
)


class TypedField(forms.CharField):
    """A text on one line, or several."""

    def __init__(self, *, limit_chars: int = SHORT_CHARS, **options: Any) -> None:  # noqa: ANN401 - Django's own
        self.limit_chars = limit_chars
        super().__init__(**options)

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - as it came
        """Return the text as it is kept."""
        return cleaned(str(value or ""), self.limit_chars)


class GridField(TypedField):
    """A position in MGRS, spaces and any digits allowed; kept without spaces."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - as it came
        """Return the grid as it is kept."""
        grid = western_digits(super().to_python(value)).replace(" ", "").upper()
        if grid and not _MGRS.fullmatch(grid):
            raise ValidationError(_("“%(grid)s” is not a grid. Write zone, square and digits: 38S LE 1234 5678."),
                                  params={"grid": grid})  # fmt: skip
        return grid
