"""Pages of the agreement register: what is in force, what is owed, texts, versions and what changed between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.agreement.exchange_words import changed_exchange, shown_exchange
from tansiq.centre.agreement.forms import TextForm
from tansiq.centre.agreement.models import Text
from tansiq.centre.agreement.overview import Shown, moment_of, reader_language, shown_decisions
from tansiq.centre.agreement.reading import about_each_text, read_texts
from tansiq.centre.agreement.seeds import body_of, kind_of, model_drafts, read_text_file, text_file
from tansiq.centre.agreement.views_decisions import PROPOSERS, READERS, _as_of, _officer
from tansiq.centre.door import keys
from tansiq.centre.door.putting import put
from tansiq.domain.decision import Placed, State
from tansiq.domain.register import AgreementText, Obligation, Owed, in_force, owed
from tansiq.domain.register_changes import changed_languages, clause_changes
from tansiq.errors import TansiqError
from tansiq.journal.record.proposal import read_names
from tansiq.language import LANGUAGES, RIGHT_TO_LEFT, Language

_ORDER: Final = {Owed.OVERDUE: 0, Owed.DUE: 1, Owed.STANDING: 2, Owed.MET: 3}


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the register's pages need, read once."""

    texts: Sequence[AgreementText]
    force: Mapping[str, AgreementText]
    shown: Sequence[Shown]
    decided: Mapping[str, list[Placed]]
    now: datetime

    def standing(self, text: AgreementText) -> str:
        """Return ``in_effect`` for the version in force, ``superseded`` or ``ended`` once over, else ``draft``."""
        if self.force.get(text.agreement) == text:
            return State.IN_EFFECT.value
        states = {each.standing.state for each in self.decided.get(text.digest, ())}
        was = states & {State.SUPERSEDED, State.ENDED, State.AGREED}
        return next(iter(sorted(was))).value if was else "draft"

    def decisions_about(self, text: AgreementText) -> list[Shown]:
        """Return the decisions about a text."""
        digests = {each.decision.proposal.digest for each in self.decided.get(text.digest, ())}
        return [each for each in self.shown if each.row.key in digests]

    def duties(self, text: AgreementText) -> list[dict[str, object]]:
        """Return the obligations of a text, overdue first, then by when they are due."""
        placed = [each.placed for each in self.shown]
        rows = [(owed(each, placed, self.now), each) for each in text.obligations]
        rows.sort(key=lambda row: (_ORDER[row[0]], row[1].due_at or datetime.max.replace(tzinfo=self.now.tzinfo)))
        return [self._duty(text, state, each) for state, each in rows]

    def _duty(self, text: AgreementText, state: Owed, each: Obligation) -> dict[str, object]:
        return {"state": state.value, "obligation": each, "text": text, "words": spoken(each.text)}


def read_register(request: HttpRequest) -> Register:
    """Read the register as of the page's moment."""
    as_of, now = _as_of(request), moment_of(request)
    texts, shown = read_texts(as_of), shown_decisions(as_of, now)
    bodies = {each.row.key: each.row.body for each in shown}
    decided = about_each_text((each.placed for each in shown), bodies)
    return Register(texts, in_force(texts, decided), shown, decided, now)


def spoken(text: object) -> dict[Language, str]:
    """Return names as texts by language, for ``shell/parts/spoken.html``."""
    return {language: getattr(text, language) for language in LANGUAGES if getattr(text, language)}


@needs(*READERS)
def register(request: HttpRequest) -> HttpResponse:
    """Show what is owed and overdue first, then what is in force, then drafts."""
    found, language = read_register(request), reader_language()
    rows = [
        {"text": text, "title": text.title.best(language), "standing": found.standing(text)}
        for text in {each.agreement: each for each in found.texts}.values()
    ]
    for each in found.force.values():
        if not any(row["text"] == each for row in rows):
            rows.append({"text": each, "title": each.title.best(language), "standing": "in_effect"})
    duties = [duty for text in found.force.values() for duty in found.duties(text)]
    context = {
        "in_force": [row for row in rows if row["standing"] == "in_effect"],
        "others": [row for row in rows if row["standing"] != "in_effect"],
        "overdue": [each for each in duties if each["state"] == "overdue"],
        "duties": [each for each in duties if each["state"] != "overdue"],
        "may_propose": _may_propose(_officer(request)),
    }
    return render(request, "agreement/register.html", context)


def _may_propose(officer: Officer) -> bool:
    return bool(set(PROPOSERS) & officer.roles) and keys.identity().joint


def _find(found: Register, agreement: str, version: int) -> AgreementText:
    text = next((each for each in found.texts if (each.agreement, each.version) == (agreement, version)), None)
    if text is None:
        raise Http404
    return text


@needs(*READERS)
def text_page(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Show a text clause by clause, the languages that govern side by side."""
    found = read_register(request)
    text = _find(found, agreement, version)
    versions = [each for each in found.texts if each.agreement == agreement]
    row = Text.objects.at(_as_of(request)).get(key=text.digest)
    context = {
        "text": text, "title": text.title.best(reader_language()), "standing": found.standing(text),
        "columns": _columns(text.authentic_languages), "clauses": [_row(text, each) for each in text.clauses],
        "duties": found.duties(text), "decisions": found.decisions_about(text),
        "versions": [(each, found.standing(each)) for each in versions], "digest": text.digest,
        "reservations": [(each, spoken(each.text)) for each in text.reservations],
        "disputes": [spoken(each) for each in text.dispute_steps],
        "row": row, "may_propose": _may_propose(_officer(request)),
        "exchange": shown_exchange(row.body, reader_language()),
        "newest": versions[-1] == text, "in_force": found.force.get(agreement) == text,
        "matter": "annex" if text.clauses[0].level == "annex" else "agreement",
    }  # fmt: skip
    return render(request, "agreement/text.html", context)


def _columns(languages: Sequence[Language]) -> list[dict[str, str]]:
    names_of = {"en": "English", "ar": "العربية", "ckb": "کوردی"}
    return [
        {"language": each, "name": names_of[each], "dir": "rtl" if each in RIGHT_TO_LEFT else "ltr"}
        for each in languages
    ]


def _row(text: AgreementText, clause: object) -> dict[str, object]:
    reader = reader_language()
    words = getattr(clause, "text", None)
    translation = getattr(words, reader) if reader not in text.authentic_languages else ""
    texts = [
        {"language": each, "dir": "rtl" if each in RIGHT_TO_LEFT else "ltr", "text": getattr(words, each)}
        for each in text.authentic_languages
    ]
    return {"clause": clause, "texts": texts, "translation": translation}


@needs(*READERS)
def changes(request: HttpRequest, agreement: str, version: int, earlier: int) -> HttpResponse:
    """Show what changed between two versions, clause by clause and word by word."""
    found = read_register(request)
    later, before = _find(found, agreement, version), _find(found, agreement, earlier)
    rows = []
    for each in clause_changes(before, later):
        languages = changed_languages(each)
        columns = [
            {
                "language": language,
                "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
                "pieces": each.pieces(language),
            }
            for language in languages
        ]
        if each.change != "same":
            rows.append({"change": each, "columns": columns})
    was, now = (Text.objects.at(_as_of(request)).get(key=each.digest).body for each in (before, later))
    context = {
        "rows": rows, "later": later, "earlier": before, "title": later.title.best(reader_language()),
        "exchange": changed_exchange(was, now, reader_language()),
    }  # fmt: skip
    return render(request, "agreement/changes.html", context)


@needs(*READERS)
def text_as_file(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Hand out a text as a file to be changed and brought back."""
    text = _find(read_register(request), agreement, version)
    body = Text.objects.at(_as_of(request)).get(key=text.digest).body
    headers = {"Content-Disposition": f'attachment; filename="{agreement}-{version}.toml"'}
    return HttpResponse(text_file(body), content_type="application/toml; charset=utf-8", headers=headers)


@needs(*PROPOSERS)
def new_text(request: HttpRequest) -> HttpResponse:
    """Enter a model draft, or a file, as the next version of a text."""
    drafts, language = model_drafts(), reader_language()
    titles = {name: read_names(table["title"]).best(language) for name, table in drafts.items()}
    initial = {name: request.GET[name] for name in ("agreement", "draft") if name in request.GET}
    form = TextForm(titles, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            text = _enter_text(_officer(request), form.cleaned_data)
        except TansiqError as error:
            form.add_error(None, error.message(language))
        else:
            return HttpResponseRedirect(reverse("agreement-text", args=text))
    return render(request, "agreement/new_text.html", {"form": form}, status=400 if form.errors else 200)


def _enter_text(officer: Officer, given: Mapping[str, object]) -> tuple[str, int]:
    role = "signatory" if "signatory" in officer.roles else "planner"
    file, agreement = given.get("file"), str(given["agreement"])
    table = read_text_file(file) if isinstance(file, bytes) else model_drafts()[str(given["draft"])]
    last = max(Text.objects.at(None).filter(agreement=agreement).values_list("version", flat=True), default=0)
    body = body_of(table, agreement=agreement, version=last + 1, parties=keys.identity().party_ids,
                   entered_at=timezone.now())  # fmt: skip
    put(kind_of(body), body, officer.author(role), object=agreement)
    return agreement, last + 1
