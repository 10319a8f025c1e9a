"""Forms that ask before what was typed is kept: refused if it does not show, asked about if it may not belong there."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from tansiq.centre.shell.fields import Spoken
from tansiq.domain.free_text import Caution, FreeTextError, cautions, clean
from tansiq.language import choose_language

ANYWAY: Final = "anyway"


def cleaned(text: str, limit_chars: int) -> str:
    """Return ``text`` as it is kept; a form's error if it cannot be taken."""
    try:
        return clean(text, limit_chars=limit_chars)
    except FreeTextError as error:
        raise ValidationError(error.message(choose_language(translation.get_language()))) from error


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
