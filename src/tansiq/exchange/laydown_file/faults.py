"""What is wrong with a laydown file, where, and what to do: collected, so that one reading tells all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NoReturn

from tansiq.errors import BadInputError
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.language import N_, Language, translate

Unit = Literal["row", "feature", "entry", "line", "post"]

_UNITS: dict[Unit, str] = {
    "row": N_("row %(name)s"),
    "feature": N_("feature %(name)s"),
    "entry": N_("entry %(name)s"),
    "line": N_("line %(name)s"),
    "post": N_("post %(name)s"),
}
_SHEET = N_("sheet %(name)s")
_MEMBER = N_("member %(name)s")
_COLUMN = N_("column %(name)s")
_COMMA = N_(", ")
_LINE = N_("%(place)s: %(sentence)s")
_SEVERAL = N_("%(file)s: %(count)s faults.")
_AT_LEAST = N_("%(file)s: %(count)s faults, and there may be more.")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, in the words its kind of file uses.

    Attributes
    ----------
    file
        The file's name.
    sheet, member
        Sheet of a workbook; dotted path of a JSON member.
    unit, number
        What is counted and which one it is, from 1 (a spreadsheet's own row number, headers included); the post's
        id where the unit is ``post``.
    column
        Column or property.
    """

    file: str
    sheet: str | None = None
    member: str | None = None
    unit: Unit = "row"
    number: int | str | None = None
    column: str | None = None

    def at(self, column: str) -> "Place":
        """Return this place with its column named."""
        return replace(self, column=column)

    def words(self, language: Language) -> str:
        """Return the place in ``language``, such as ``posts.csv, row 7, column mgrs``."""
        inside = self.words_inside(language)
        return translate(_COMMA, language).join([self.file, inside] if inside else [self.file])

    def words_inside(self, language: Language) -> str:
        """Return the place without its file, such as ``row 7``."""
        parts = ((_SHEET, self.sheet), (_MEMBER, self.member), (_UNITS[self.unit], self.number), (_COLUMN, self.column))
        said = [translate(template, language, {"name": name}) for template, name in parts if name is not None]
        return translate(_COMMA, language).join(said)


class RefusalError(Exception):
    """A value that cannot be taken, before anybody knows where it stands. Never leaves this package."""

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and a translatable sentence with its values, which may be other places."""

    place: Place
    template: str
    fields: dict[str, object]

    def message(self, language: Language = "en") -> str:
        """Return the fault in ``language``."""
        fields = {
            name: value.words_inside(language) if isinstance(value, Place) else value
            for name, value in self.fields.items()
        }
        sentence = translate(self.template, language, fields)
        return translate(_LINE, language, {"place": self.place.words(language), "sentence": sentence})


class LaydownFaultsError(BadInputError):
    """A laydown that cannot be right, with every fault found.

    Parameters
    ----------
    file
        The file's name.
    faults
        What was found, in the file's order; at least one.
    complete
        False if reading stopped at the limit and there may be more.
    """

    def __init__(self, file: str, faults: Iterable[Fault], *, complete: bool = True) -> None:
        self.faults = tuple(faults)
        super().__init__(_SEVERAL if complete else _AT_LEAST, file=file, count=len(self.faults))
        self._complete = complete

    def message(self, language: Language = "en") -> str:
        """Return the faults in ``language``, one a line, under a count if there are several."""
        lines = [fault.message(language) for fault in self.faults]
        if len(lines) > 1 or not self._complete:
            lines.insert(0, super().message(language))
        return "\n".join(lines)


class Faults:
    """Collects faults of one file; raises at the limit, or when asked."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Fault] = []

    def add(self, place: Place, template: str, **fields: object) -> None:
        """Record a fault, once however often it is met.

        Raises
        ------
        LaydownFaultsError
            When this is one as many as are told in one go.
        """
        fault = Fault(place, template, fields)
        if fault in self._found:
            return
        self._found.append(fault)
        if len(self._found) >= LIMITS.faults:
            raise LaydownFaultsError(self.file, self._found, complete=False)

    def stop(self, place: Place, template: str, **fields: object) -> NoReturn:
        """Record a fault after which nothing more can be read, and raise with all found so far."""
        self.add(place, template, **fields)
        raise LaydownFaultsError(self.file, self._found)

    def refuse(self) -> None:
        """Raise :class:`LaydownFaultsError` if anything was found."""
        if self._found:
            raise LaydownFaultsError(self.file, self._found)
