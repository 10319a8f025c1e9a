"""A thing's name in the three languages."""

from dataclasses import dataclass

from tansiq.language import Language


@dataclass(frozen=True, slots=True)
class Names:
    """A name in English, Arabic and Sorani Kurdish; an empty string where it is not known."""

    en: str = ""
    ar: str = ""
    ckb: str = ""

    def best(self, language: Language) -> str:
        """Return the name in ``language``, else in the first language that has one, else an empty string."""
        return getattr(self, language) or self.en or self.ar or self.ckb
