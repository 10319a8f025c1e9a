"""Form fields of the field's own: a moment in local time, and a text said in one language or more."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tansiq.domain.time import LOCAL_ZONE
from tansiq.language import LANGUAGES, RIGHT_TO_LEFT, Language, choose_language

LONGEST_TEXT: Final = 4000
_HOURS: Final = re.compile(r"([0-9]{1,2}):?([0-9]{2})")
_EARLIEST_YEAR: Final = 1990  # a slip of the finger, not a date of this work


def western_digits(text: str) -> str:
    """Return ``text`` with the decimal digits of any script as Western ones."""
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


class LocalMomentWidget(forms.MultiWidget):
    """A date and a local time side by side, with the zone and, by script, the date-time group they make."""

    template_name = "shell/widgets/local_moment.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        date = forms.DateInput({"type": "date", "data-part": "date"}, format="%Y-%m-%d")
        time = forms.TextInput(
            {"inputmode": "numeric", "class": "short", "maxlength": 5, "dir": "ltr", "data-part": "time"}
        )
        super().__init__({"date": date, "time": time}, attrs)

    def decompress(self, value: datetime | None) -> list[str]:
        """Return the local date and time of ``value``."""
        if value is None:
            return ["", ""]
        local = value.astimezone(LOCAL_ZONE)
        return [local.date().isoformat(), f"{local:%H:%M}"]


class LocalMomentField(forms.MultiValueField):
    """A moment given as a date and a local time (UTC+3); cleaned, an aware datetime in UTC, to the minute."""

    widget = LocalMomentWidget

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        fields = (forms.CharField(max_length=10), forms.CharField(max_length=5))
        super().__init__(fields, **options)

    def compress(self, data_list: list[str]) -> datetime | None:
        """Return the moment; None where none was given."""
        if not any(data_list):
            return None
        date, time = (western_digits(part.strip()) for part in data_list)
        hours = _HOURS.fullmatch(time)
        try:
            moment = datetime.fromisoformat(f"{date}T{hours[1]:0>2}:{hours[2]}") if hours else None
        except ValueError:
            moment = None
        if moment is None or moment.year < _EARLIEST_YEAR:
            raise ValidationError(_("“%(date)s %(time)s” is not a time. Give the date, and the local time as 1430."),
                                  params={"date": date, "time": time})  # fmt: skip
        return moment.replace(tzinfo=LOCAL_ZONE).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, in the language it was said in, and its translations.

    Attributes
    ----------
    original
        The language that governs.
    texts
        By language; only those there are, the original among them.
    """

    original: Language
    texts: Mapping[Language, str] = field(default_factory=dict)


class SpokenWidget(forms.Widget):
    """One entry for each language, the reader's first, each in its own direction, the original marked."""

    template_name = "shell/widgets/spoken.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, area: bool = True, longest: int = LONGEST_TEXT) -> None:
        super().__init__(attrs)
        self.area, self.longest = area, longest

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ANN401, ARG002 - Django's own
        """Return what was typed by language, and ``original``."""
        given: dict[str, str] = {language: data.get(f"{name}_{language}") or "" for language in LANGUAGES}
        return {**given, "original": data.get(f"{name}_original") or ""}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ANN401, ARG002 - Django's own
        """Tell whether nothing of this field came with the request."""
        return not any(f"{name}_{language}" in data for language in LANGUAGES)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 - Django's own
        """Return what the template shows."""
        context = super().get_context(name, None, attrs)
        typed = _as_typed(value)
        reader = choose_language(translation.get_language())
        order = [reader, *(each for each in LANGUAGES if each != reader)]
        id_ = context["widget"]["attrs"].pop("id", name)
        tongues = [_tongue(each, name, id_, typed, reader, context["widget"]["attrs"]) for each in order]
        context["widget"] |= {
            "tongues": tongues,
            "others_filled": any(typed.get(each) for each in order[1:]),
            "area": self.area,
            "longest": self.longest,
        }
        return context

    def id_for_label(self, id_: str) -> str:
        """Return the first entry's id."""
        return f"{id_}_{choose_language(translation.get_language())}" if id_ else id_


def _as_typed(value: Any) -> Mapping[str, str]:  # noqa: ANN401 - an initial value may be of either kind
    if isinstance(value, Spoken):
        return dict(value.texts) | {"original": value.original}
    return value or {}


def _tongue(
    language: Language, name: str, id_: str, typed: Mapping[str, str], reader: Language, attrs: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "language": language,
        "name": dict(settings.LANGUAGES)[language],
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "field": f"{name}_{language}",
        "id": f"{id_}_{language}",
        "text": typed.get(language, ""),
        "original": (typed.get("original") or reader) == language,
        "attrs": {key: each for key, each in attrs.items() if key in {"aria-invalid", "disabled"}},
    }


class SpokenField(forms.Field):
    """A text in one language or more; cleaned, a :class:`Spoken`, or None where nothing was said."""

    def __init__(self, *, area: bool = True, longest: int = LONGEST_TEXT, **options: Any) -> None:  # noqa: ANN401 - Django's own
        self.longest = longest
        super().__init__(widget=SpokenWidget(area=area, longest=longest), **options)

    def clean(self, value: Mapping[str, str] | None) -> Spoken | None:
        """Return what was said; if one language alone was filled, it is the original."""
        texts = {each: (value or {}).get(each, "").replace("\r\n", "\n").strip() for each in LANGUAGES}
        said = {each: text for each, text in texts.items() if text}
        if not said:
            self._may_be_empty()
            return None
        for text in said.values():
            if len(text) > self.longest:
                raise ValidationError(_("This has %(length)s letters; %(longest)s are the most. Say it shorter."),
                                      params={"length": len(text), "longest": self.longest})  # fmt: skip
        original = next(iter(said)) if len(said) == 1 else choose_language((value or {}).get("original"))
        if original not in said:
            raise ValidationError(_("The language marked as the original is empty. Mark the language it was said in."))
        spoken = Spoken(original, said)
        self.run_validators(spoken)
        return spoken

    def _may_be_empty(self) -> None:
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
