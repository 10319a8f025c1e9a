"""A site that shows every part of the shell, without database or accounts: for tests that look at it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from tansiq.centre import urls
from tansiq.centre.configuration import Configuration, Identity
from tansiq.centre.shell import activities
from tansiq.centre.shell.as_of import AsOf
from tansiq.centre.shell.fields import LocalMomentField, SpokenField
from tests.centre.founded import FEDERAL, REGIONAL

HERE: Final = Path(__file__).parent
FIRST: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DIGEST: Final = "sha256:b1056a8bfb2f6a3f5f6d22070699879161e46bb0c25955d0bbf418f458432bbf"
IDENTITY: Final = Identity(
    Path("nowhere"), "kirkuk", "local", (FEDERAL, REGIONAL), Path("nowhere/passphrase"), fictional=True
)
WORDS: Final = {
    "ar": "أضواء على الحافة شمال النقطة 14، شبكة 38S MD 123 456، الساعة 1430.",
    "ckb": "ڕووناکی لەسەر لێوارەکەی باکووری خاڵی 14، تۆڕی 38S MD 123 456؛ دڵنیا نین لە ژمارەی ئۆتۆمبێلەکان.",
    "en": "Lights on the ridge north of post 14, grid 38S MD 123 456.",
}


@dataclass(frozen=True)
class Officer:
    account: str = "fed-duty-1"
    party: str = "federal"
    roles: frozenset[str] = frozenset({"duty_officer", "signatory"})


def configuration(*, joint: bool = True, alone: bool = False) -> Configuration:
    """Return a centre of both parties, of one, or (``alone``) a site that only shows a picture."""
    identity = None if alone else IDENTITY if joint else replace(IDENTITY, parties=(FEDERAL,))
    return Configuration(None, None, None, "x" * 50, ("127.0.0.1", "testserver"), identity=identity)


class SignedIn:
    """Every request comes from one duty officer, unless it asks to be a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.officer = None if "stranger" in request.GET else Officer()  # type: ignore[attr-defined]
        return self.get_response(request)


class LookingBack(AsOf):
    """A journal with a record every hour since the first."""

    def place_at(self, moment: datetime) -> int:
        return (moment - FIRST) // timedelta(hours=1)

    def last_place(self) -> int:
        return self.place_at(timezone.now())


class EntryForm(forms.Form):
    summary = SpokenField(label="What happened", help_text="Short and plain: what, where, how many.", longest=400)
    event_at = LocalMomentField(label="When it happened")
    precedence = forms.ChoiceField(
        label="Precedence", widget=forms.RadioSelect,
        choices=[("flash", "Flash"), ("immediate", "Immediate"), ("priority", "Priority"), ("routine", "Routine")],
    )  # fmt: skip
    grid = forms.CharField(label="Grid", max_length=20, help_text="MGRS, such as 38S MD 123 456", required=False)
    means = forms.ChoiceField(label="Means", choices=[("radio", "Radio"), ("phone", "Phone")])
    action = forms.CharField(label="Action taken", widget=forms.Textarea, required=False, max_length=400)
    told = forms.BooleanField(label="The partner was told", required=False)


def parts(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    steps: list[dict[str, Any]] = [
        {"moment": now - timedelta(minutes=50), "title": "Entered", "party": "federal", "account": "fed-duty-1",
         "role": "duty_officer", "place": 41, "digest": DIGEST, "text": WORDS["ar"]},
        {"moment": now - timedelta(minutes=4), "title": "Told", "party": "regional", "account": "reg-duty-1",
         "role": "duty_officer", "place": 44, "current": True},
    ]  # fmt: skip
    numbers = Paginator(range(100), 10).page(int(request.GET.get("page", 3)))
    since = [now - timedelta(minutes=minutes) for minutes in (2, 31, 190, 2 * 24 * 60 + 5)]
    context = {"steps": steps, "pages": numbers, "since": since, "words": WORDS, "digest_text": DIGEST, "nothing": None}
    return _show(request, "parts.html", context)


def form(request: HttpRequest) -> HttpResponse:
    filled = EntryForm(request.POST) if request.method == "POST" else EntryForm(initial={"event_at": timezone.now()})
    if filled.is_bound and filled.is_valid():
        return _show(request, "said.html", {"said": filled.cleaned_data})
    return _show(request, "form.html", {"form": filled})


def confirm(request: HttpRequest) -> HttpResponse:
    class Passphrase(forms.Form):
        passphrase = forms.CharField(label="Passphrase of your key", widget=forms.PasswordInput)

    return _show(request, "confirm.html", {"form": Passphrase(), "digest": DIGEST})


def _show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    source = (HERE / "templates" / "gallery" / name).read_text(encoding="utf-8")
    template = engines["django"].from_string(source)
    return HttpResponse(template.render(context, request))


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/not_found.html")


urlpatterns = [
    path("gallery/parts", parts, name="gallery-parts"),
    path("gallery/form", form, name="gallery-form"),
    path("gallery/confirm", confirm, name="gallery-confirm"),
    path("gallery/empty", empty, name="gallery-empty"),
    path("gallery/rail/<slug:name>", parts, name="gallery-rail"),
    path("", include(urls)),
]
handler404 = urls.handler404
handler500 = urls.handler500

MIDDLEWARE: Final = [
    "tansiq.centre.shell.headers.SecurityHeaders",
    "tansiq.centre.shell.no_store.NothingKept",
    "tansiq.centre.shell.language.ChosenLanguage",
    "tests.centre.shell.gallery.SignedIn",
    "tests.centre.shell.gallery.LookingBack",
    "django.middleware.common.CommonMiddleware",
]


def use(given: Any) -> None:  # noqa: ANN401 - pytest-django's settings
    """Let the site be this gallery."""
    given.CENTRE = configuration()
    given.ROOT_URLCONF = __name__
    given.MIDDLEWARE = MIDDLEWARE
    given.FORM_RENDERER = "tansiq.centre.shell.rendering.FormRendering"
    given.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]


def fill_rail(registry: dict[str, activities.Activity]) -> None:
    """Put the activities of a working centre on the rail."""
    duty = frozenset({"duty_officer"})
    for order, (name, label, icon, url_name, count) in enumerate(
        [
            ("home", "Now", "home", "gallery-parts", 0), ("log", "Duty log", "log", "gallery-form", 7),
            ("handover", "Handover", "handover", "gallery-empty", 0),
            ("sitrep", "Situation report", "report", "home", 1),
            ("decisions", "Decisions", "decision", "gallery-confirm", 23),
            ("agreement", "Agreement", "agreement", "manifest", 0),
            ("picture", "Gap picture", "picture", "picture", 0),
        ]
    ):  # fmt: skip
        registry[name] = activities.Activity(name, label, url_name, icon, duty, lambda _o, _a, n=count: n, order)  # type: ignore[misc]


__all__ = ["settings", "urlpatterns", "use"]
