"""Find every message that the sources show a person: Python, Django templates, page scripts, command help.

Two domains, as Django has them: ``django`` (Python, templates, help) and ``djangojs`` (page scripts).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages.extract import extract_javascript, extract_python
from django.utils.translation.template import templatize

from tansiq.cli.main import COMMANDS, main

SOURCES = Path("src/tansiq")
NOT_OURS = frozenset({"third_party", "locale"})
DOMAINS = ("django", "djangojs")
NAMES = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {"N_": None, "_": None} | dict.fromkeys((*NAMES, *(f"{name}_lazy" for name in NAMES)))
HELP = "command help"


@dataclass(frozen=True, order=True)
class Message:
    """One thing said: its context (empty for none), English, English plural (empty for none)."""

    context: str
    text: str
    plural: str = ""


def _from_call(name: str, found: str | Sequence[Any] | None) -> Message | None:
    """Return the message of a call ``name(found...)``; None where its words are not written in the call."""
    words = [found] if isinstance(found, str) else list(found or ())
    kind = name.removesuffix("_lazy")
    context = words.pop(0) if words and kind in {"pgettext", "npgettext"} else ""
    wanted = 2 if kind in {"ngettext", "npgettext"} else 1
    parts = words[:wanted]
    if len(parts) < wanted or not all(isinstance(part, str) and part for part in parts):
        return None
    return Message(context or "", *parts)


def _read(calls: Iterable[Any]) -> Iterator[Message]:
    """Yield the messages of calls as Babel's readers give them: line, function, words, comments."""
    yield from filter(None, (_from_call(name, words) for _, name, words, _ in calls if name))


def in_python(source: str) -> Iterator[Message]:
    """Yield the messages of Python source."""
    yield from _read(extract_python(BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}))


def in_template(source: str) -> Iterator[Message]:
    """Yield the messages of a Django template."""
    yield from in_python(templatize(source))


def in_script(source: str) -> Iterator[Message]:
    """Yield the messages of a page script."""
    yield from _read(extract_javascript(BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}))


def in_command(command: click.Command) -> Iterator[Message]:
    """Yield what ``command`` and its subcommands say under ``--help``."""
    if command.help:
        yield Message("", cleandoc(command.help))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield Message("", parameter.help)
    if isinstance(command, click.Group) and command is not main:
        for below in command.commands.values():
            yield from in_command(below)


def in_help() -> Iterator[Message]:
    """Yield what every command says under ``--help``."""
    yield from in_command(main)
    for place, _ in COMMANDS.values():
        module, attribute = place.split(":")
        yield from in_command(getattr(import_module(module), attribute))


READERS = {
    ".py": ("django", in_python),
    ".html": ("django", in_template),
    ".txt": ("django", in_template),
    ".js": ("djangojs", in_script),
    ".mjs": ("djangojs", in_script),
}


def sources(root: Path) -> Iterable[Path]:
    """Return the files that may say something, in order."""
    files = (path for path in (root / SOURCES).rglob("*") if path.suffix in READERS)
    return sorted(path for path in files if not NOT_OURS & set(path.parts))


def extract(root: Path) -> dict[str, dict[Message, list[str]]]:
    """Return, by domain, every message and where it is said, in the order of the files."""
    said: dict[str, dict[Message, list[str]]] = {domain: {} for domain in DOMAINS}
    for path in sources(root):
        domain, reader = READERS[path.suffix]
        place = path.relative_to(root).as_posix()
        for message in reader(path.read_text(encoding="utf-8")):
            _note(said[domain], message, place)
    for message in in_help():
        _note(said["django"], message, HELP)
    return said


def _note(said: dict[Message, list[str]], message: Message, place: str) -> None:
    places = said.setdefault(message, [])
    if place not in places:
        places.append(place)
