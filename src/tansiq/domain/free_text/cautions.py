"""What to ask about before a text is saved. Nothing here refuses: the person knows better than a pattern does."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from tansiq.domain.free_text import numbers, scripts
from tansiq.language import N_, Language, translate

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Caution:
    """Something in a text that is probably not meant to be there.

    Attributes
    ----------
    template, fields
        The sentence: what was seen and what to do about it. The fields quote the text, so they are for the page alone.
    start, end
        Where it stands, in characters of the text.
    """

    template: str
    start: int
    end: int
    fields: dict[str, object] = field(default_factory=dict, hash=False)

    def message(self, language: Language = "en") -> str:
        """Return the sentence in ``language``."""
        return translate(self.template, language, self.fields)


def cautions(text: str) -> tuple[Caution, ...]:
    """Return what to ask about ``text`` before it is saved, in the order in which it stands there."""
    return tuple(
        sorted((*_about_numbers(text), *_about_scripts(text)), key=lambda caution: (caution.start, caution.end))
    )


_ABOUT_NUMBERS = {
    numbers.Looks.TELEPHONE: N_(
        "“%(found)s” looks like a telephone number. Numbers of civilians are not recorded: remove it, or name the"
        " function that can be reached."
    ),
    numbers.Looks.DOCUMENT: N_(
        "“%(found)s” looks like the number of an identity document. Such numbers are not recorded: remove it."
    ),
    numbers.Looks.VEHICLE: N_(
        "“%(found)s” looks like a vehicle's plate. Plates of civilians are not recorded: say what kind of vehicle it"
        " was."
    ),
}


def _about_numbers(text: str) -> Iterator[Caution]:
    for found in numbers.likely(text):
        yield Caution(_ABOUT_NUMBERS[found.looks], found.start, found.end, {"found": text[found.start : found.end]})


def _about_scripts(text: str) -> Iterator[Caution]:
    for odd in scripts.odd_words(text):
        word = text[odd.start : odd.end]
        fields: dict[str, object] = {"word": word[:_SHOWN], "letter": odd.letter, "code": f"U+{ord(odd.letter):04X}"}
        fields["name"] = unicodedata.name(odd.letter, "?").lower()
        yield Caution(_ABOUT_SCRIPTS[odd.kind], odd.start, odd.end, fields)


_ABOUT_SCRIPTS = {
    scripts.Kind.MIXED: N_(
        "“%(word)s” mixes letters that look alike: “%(letter)s” is %(name)s (%(code)s). A search will not find this"
        " word: type it again on one keyboard."
    ),
    scripts.Kind.FOREIGN: N_(
        "“%(word)s” is in letters that none of the three languages uses: “%(letter)s” is %(name)s (%(code)s). If it was"
        " meant as Latin or Arabic, type it again."
    ),
    scripts.Kind.DIGITS: N_(
        "“%(word)s” mixes digits of two scripts, so readers may take it for another number: type it again with one"
        " kind of digits."
    ),
}
