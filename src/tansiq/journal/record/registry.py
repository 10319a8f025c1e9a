"""The kinds of record: one small JSON Schema file each, in ``kinds``, named for kind and version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tansiq.journal.errors import BodyError, UnknownKindError
from tansiq.journal.record.content import Content
from tansiq.journal.record.schema import Schema, check_schema, faults
from tansiq.language import N_

_FOLDER: Final = Path(__file__).parent / "kinds"
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record in one version.

    Attributes
    ----------
    name
        ``duty_log_entry/1``, as records say it.
    schema
        What its body must be, as published.
    """

    name: str
    schema: Schema

    def check(self, body: Mapping[str, object]) -> None:
        """Hold ``body`` against the schema.

        Raises
        ------
        BodyError
            With where it breaks the schema, and by which rule.
        """
        found = faults(dict(body), self.schema, self.schema)  # type: ignore[arg-type]  # JSON, by Content
        if found:
            template = N_("A record of kind %(kind)s is not of its form. Where, and which rule: %(faults)s")
            raise BodyError(template, kind=self.name, faults="; ".join(found[:_SHOWN]))


def _load() -> Mapping[str, Kind]:
    kinds = {}
    for path in sorted(_FOLDER.glob("*.json")):
        name, version = path.stem.split(".")
        schema = json.loads(path.read_text(encoding="utf-8"))
        check_schema(schema)
        kinds[f"{name}/{version}"] = Kind(f"{name}/{version}", schema)
    return MappingProxyType(kinds)


KINDS: Final = _load()


def kind_of(content: Content) -> Kind:
    """Return the kind of a record.

    Raises
    ------
    UnknownKindError
        None of that name and version is known here: written by a newer Tansiq, perhaps.
    """
    try:
        return KINDS[content.kind]
    except KeyError as error:
        raise UnknownKindError(
            N_("Records of kind %(kind)s are not known to this version."), kind=content.kind
        ) from error


def check_body(content: Content) -> None:
    """Hold a record's body against its kind's schema.

    Raises
    ------
    UnknownKindError
        The kind is not known here.
    BodyError
        The body is not of its form.
    """
    kind_of(content).check(content.body)
