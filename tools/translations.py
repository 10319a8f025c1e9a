"""Keep the catalogues in step with the sources: ``refresh`` rewrites them, ``check`` says what is missing.

A message and the same message with a plural share one entry, as gettext wants; the plural wins.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polib

from tools.messages import DOMAINS, Message, extract
from tools.words import LOCALE

ROOT = Path(__file__).resolve().parent.parent
# gettext's plural rules, from Unicode CLDR's cardinal rules for the two languages.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ckb": "nplurals=2; plural=(n != 1);",
}
SHOWN = 20
PLURALS = {"ar": 6, "ckb": 2}
PLACEHOLDER = re.compile(r"%\((\w+)\)[-+#0 ]*[\d.*]*[a-zA-Z]|\{(\w+)\}|(%[sd])")
ARABIC_LETTERS_IN_SORANI = re.compile("[\u064a\u0643]")  # Sorani writes the Farsi yeh and the keheh


def path_of(language: str, domain: str, root: Path = ROOT) -> Path:
    """Return where the catalogue of ``language`` and ``domain`` lies."""
    return root / LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def placeholders(text: str) -> list[str]:
    """Return the placeholders of ``text``, sorted: ``%(name)s``, ``{name}``, ``%s``."""
    return sorted(match[0] for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def merged(messages: Iterable[Message]) -> dict[tuple[str, str], Message]:
    """Return the messages by context and English; one with a plural replaces one without."""
    by_key: dict[tuple[str, str], Message] = {}
    for message in messages:
        key = (message.context, message.text)
        if key not in by_key or message.plural:
            by_key[key] = message
    return by_key


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    """Return the context and English of ``entry``."""
    return (entry.msgctxt or "", entry.msgid)


def _entry(message: Message, places: Iterable[str], old: polib.POEntry | None, plurals: int) -> polib.POEntry:
    said = [old.msgstr_plural or {0: old.msgstr}] if old else [{}]
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    entry.occurrences = [(place, "") for place in places]
    entry.comment, entry.tcomment = "", old.tcomment if old else ""
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {form: said[0].get(form, "") for form in range(plurals)}
    else:
        entry.msgstr = said[0].get(0, "")
    if placeholders(message.text + message.plural):
        entry.flags.append("python-format" if "%" in message.text + message.plural else "python-brace-format")
    if old and "fuzzy" in old.flags:
        entry.flags.append("fuzzy")
    return entry


def refreshed(
    old: Iterable[polib.POEntry], said: Mapping[Message, Iterable[str]], language: str, domain: str
) -> polib.POFile:
    """Return the catalogue for what is ``said``: old translations kept, new ones empty, unsaid ones dropped."""
    known = {key_of(entry): entry for entry in old if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": f"tansiq {domain}",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for key, message in merged(said).items():
        places = dict.fromkeys(place for each in said if (each.context, each.text) == key for place in said[each])
        catalogue.append(_entry(message, places, known.get(key), PLURALS[language]))
    return catalogue


def refresh(root: Path = ROOT) -> None:
    """Rewrite every catalogue from the sources and say how much of each is translated."""
    said = extract(root)
    for language in PLURAL_FORMS:
        for domain in DOMAINS:
            path = path_of(language, domain, root)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue = refreshed(polib.pofile(str(path)) if path.exists() else [], said[domain], language, domain)
            catalogue.save(str(path))
            print(f"{path.relative_to(root)}: {len(catalogue.translated_entries())} of {len(catalogue)} translated")


def _faults_of_entry(entry: polib.POEntry, language: str) -> Iterator[str]:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != PLURALS[language]:
        yield f"has {len(forms)} plural forms, {PLURALS[language]} are needed"
    if not all(form.strip() for form in forms):
        yield "is not translated"
        return
    if "fuzzy" in entry.flags:
        yield "is marked fuzzy: read it and take the mark away"
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    # A form for exactly one or two may leave its number out; the last form, which serves most numbers, may not.
    if placeholders(forms[-1]) != wanted or any(set(placeholders(form)) - set(wanted) for form in forms):
        yield f"must have the placeholders {', '.join(wanted) or '(none)'}"
    if language == "ckb" and any(ARABIC_LETTERS_IN_SORANI.search(form) for form in forms):
        yield "has an Arabic yeh or kaf where Sorani writes its own"


def faults_of(catalogue: Iterable[polib.POEntry], said: Iterable[Message], language: str) -> Iterator[str]:
    """Yield what is wrong with a catalogue, given what the sources say; nothing when it is complete."""
    entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    said = list(said)
    wanted = merged(said)
    for message in said:
        # Said without a number, gettext would give a plural's form for one: "one hour" for eight.
        if not message.plural and wanted[message.context, message.text].plural:
            yield f'"{message.text}" is said with and without a plural: say one of them in other words'
    for entry in catalogue:
        if entry.obsolete or key_of(entry) not in wanted:
            yield f'"{entry.msgid}" is no longer said; run ./tansiq words'
    for key, message in wanted.items():
        if key not in entries or (entries[key].msgid_plural or "") != message.plural:
            yield f'"{message.text}" is missing; run ./tansiq words'
            continue
        yield from (f'"{message.text}" {fault}' for fault in _faults_of_entry(entries[key], language))


def faults(root: Path = ROOT) -> list[str]:
    """Return what is wrong with every catalogue, each with its file."""
    said = extract(root)
    found: list[str] = []
    for language in PLURAL_FORMS:
        for domain in DOMAINS:
            path = path_of(language, domain, root)
            catalogue = polib.pofile(str(path)) if path.exists() else []
            found += [f"{path.relative_to(root)}: {fault}" for fault in faults_of(catalogue, said[domain], language)]
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["refresh"]:
        refresh()
    else:
        wrong = faults()
        print("\n".join(wrong[:SHOWN]) or "every message is in Arabic and Sorani")
        if len(wrong) > SHOWN:
            print(f"and {len(wrong) - SHOWN} more")
        sys.exit(1 if wrong else 0)
