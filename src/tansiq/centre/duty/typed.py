"""What people type into the watch's forms: refused if it does not show, asked about if it may not belong there."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tansiq.centre.shell.fields import Spoken, western_digits
from tansiq.domain.free_text import Caution, FreeTextError, cautions, clean
from tansiq.language import choose_language

SHORT_CHARS: Final = 200
ANYWAY: Final = "anyway"
_MGRS: Final = re.compile(
    r"([1-9]|[1-5][0-9]|60)[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V]([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})"
)


def cleaned(text: str, limit_chars: int) -> str:
    """Return ``text`` as it is kept; a form's error if it cannot be taken."""
    try:
        return clean(text, limit_chars=limit_chars)
    except FreeTextError as error:
        raise ValidationError(error.message(choose_language(translation.get_language()))) from error


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


class AskingForm(forms.Form):
    """A form whose texts are asked about before they are kept.

    The person answers by mending them, or by sending the form again with the mark that the page gave for these very
    texts: a mark for other texts does not count.
    """

    use_required_attribute = True

    def clean(self) -> dict[str, Any]:
        """Refuse what does not show in texts of several languages."""
        values = super().clean() or self.cleaned_data
        for name, value in list(values.items()):
            if isinstance(value, Spoken):
                try:
                    kept = {each: cleaned(text, len(text) + 1) for each, text in value.texts.items()}
                    values[name] = Spoken(value.original, kept)
                except ValidationError as error:
                    self.add_error(name, error)
        return values

    def texts(self) -> list[str]:
        """Return everything that was typed, of a form without errors."""
        return [text for value in self.cleaned_data.values() for text in _texts_in(value)]

    @property
    def cautions(self) -> list[Caution]:
        """What to ask about."""
        return [caution for text in self.texts() for caution in cautions(text)]

    @property
    def mark(self) -> str:
        """What says that these very texts were meant."""
        return sha256("\0".join(self.texts()).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def must_ask(self) -> bool:
        """Tell whether there is something to ask about that was not answered."""
        return bool(self.cautions) and self.data.get(ANYWAY) != self.mark


def _texts_in(value: object) -> Iterable[str]:
    if isinstance(value, Spoken):
        return list(value.texts.values())
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return []


def asked(form: AskingForm) -> Mapping[str, Any]:
    """Return what a page says that asks: sentences in the reader's language, and the mark."""
    language = choose_language(translation.get_language())
    return {"cautions": [caution.message(language) for caution in form.cautions], "mark": form.mark}
