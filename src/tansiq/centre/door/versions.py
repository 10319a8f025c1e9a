"""Tables that remember: every row is what was known from one place in the journal to another."""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import Q

from tansiq.centre.door.gate import OnlyThroughTheDoorError, check_open
from tansiq.centre.door.registry import Entered
from tansiq.centre.door.statements import statements

KEY_LENGTH = 160


def _refuse(*_args: object, **_fields: object) -> NoReturn:
    message = "tables are written only by Version.write, write_many, amend and end, in a projection"
    raise OnlyThroughTheDoorError(message)


class Known(models.QuerySet):  # type: ignore[type-arg]  # generic in the stubs only; a class cannot be subscripted here
    """Rows to read, never to write."""

    create = bulk_create = update = bulk_update = delete = get_or_create = update_or_create = _refuse


class Knowledge(models.Manager):  # type: ignore[type-arg]  # as above
    """Asks for rows as they were known at some place; there is no way to forget to say when."""

    def at(self, place: int | None) -> Known:
        """Return what was known when the journal's last record stood at ``place``; None for now."""
        rows = Known(self.model, using=self._db)
        if place is None:
            return rows.filter(until__isnull=True)
        return rows.filter(since__lte=place).filter(Q(until__isnull=True) | Q(until__gt=place))

    def history(self, key: str, place: int | None = None) -> Known:
        """Return every version of ``key`` known at ``place``, oldest first."""
        rows = Known(self.model, using=self._db).filter(key=key).order_by("since")
        return rows if place is None else rows.filter(since__lte=place)

    def get_queryset(self) -> NoReturn:
        """Refuse: say as of when."""
        message = "ask for rows by at(place) or history(key)"
        raise OnlyThroughTheDoorError(message)


class Version(models.Model):
    """A row of a projection.

    Attributes
    ----------
    row
        ``key@since``: the same whenever the table is rebuilt.
    key
        What it is about.
    since, until
        Places in the journal: known from the record at ``since``, until the one at ``until``; None: still so.
    """

    row = models.CharField(primary_key=True, max_length=KEY_LENGTH + 20)
    key = models.CharField(max_length=KEY_LENGTH)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    objects = Knowledge()

    class Meta:
        abstract = True
        indexes: ClassVar[tuple[models.Index, ...]] = (models.Index(fields=("key", "until"), name="%(class)s_key"),)

    save = save_base = delete = _refuse

    @classmethod
    def present(cls, key: str) -> Self | None:
        """Return what is known of ``key`` now; None if nothing is. The quick way, for projections."""
        return statements(cls).find(key)  # type: ignore[return-value]  # of this very table

    @classmethod
    def write(cls, entered: Entered, key: str, **fields: Any) -> None:  # noqa: ANN401 - any model's fields
        """Make ``fields`` what is known of ``key`` from ``entered`` on."""
        check_open(entered)
        row = cls(row=f"{key}@{entered.place}", key=key, since=entered.place, until=None, **fields)
        statements(cls).write(row)

    @classmethod
    def write_many(cls, entered: Entered, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Make each key's fields what is known of it from ``entered`` on, with few statements for many rows."""
        check_open(entered)
        at = entered.place
        statements(cls).write_many(
            [cls(row=f"{key}@{at}", key=key, since=at, until=None, **fields) for key, fields in rows.items()]
        )

    @classmethod
    def amend(cls, entered: Entered, key: str, **changes: Any) -> None:  # noqa: ANN401 - as above
        """Change some fields of ``key``; it must be known."""
        present = cls.present(key)
        if present is None:
            message = f"{cls.__name__} knows no {key}"
            raise LookupError(message)
        own = {"row", "key", "since", "until"}
        kept = {each.attname: getattr(present, each.attname) for each in cls._meta.concrete_fields}
        cls.write(entered, key, **({name: value for name, value in kept.items() if name not in own} | changes))

    @classmethod
    def end(cls, entered: Entered, key: str) -> None:
        """Let ``key`` be known no longer."""
        check_open(entered)
        statements(cls).end(key, entered.place)


def version_models() -> list[type[Version]]:
    """Return every projection table's model."""
    from django.apps import apps  # noqa: PLC0415 - usable only when all are loaded

    return [model for model in apps.get_models() if issubclass(model, Version)]
