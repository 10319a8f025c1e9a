"""What the pages share: who may read and write, and how a refusal or a question comes back to the form."""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation

from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.door.author import Author
from tansiq.centre.door.versions import Version
from tansiq.centre.shell.asking import AskingForm, asked
from tansiq.errors import TansiqError
from tansiq.language import Language, choose_language

reads = needs("viewer", "duty_officer", "planner", "information_officer", "signatory")
writes = needs("duty_officer")
DUTY_OFFICER: Final = "duty_officer"
PER_PAGE: Final = 50


def officer_of(request: HttpRequest) -> Officer:
    """Return who is signed in; the pages are open to nobody else."""
    officer: Officer = request.officer  # type: ignore[attr-defined]  # set by the gate
    return officer


def author_of(request: HttpRequest) -> Author:
    """Return the duty officer who writes."""
    return officer_of(request).author(DUTY_OFFICER)


def place_of(request: HttpRequest) -> int | None:
    """Return the place looked back to; None for now."""
    place: int | None = request.as_of  # type: ignore[attr-defined]  # set by the shell
    return place


def may_write(request: HttpRequest, party: str | None = None) -> bool:
    """Tell whether the reader may write here now, for ``party`` if one is given."""
    officer = officer_of(request)
    return DUTY_OFFICER in officer.roles and place_of(request) is None and party in {None, officer.party}


def language_of_reader() -> Language:
    """Return the language the page speaks."""
    return choose_language(translation.get_language())


def one(model: type[Version], key: str, as_of: int | None) -> Any:  # noqa: ANN401 - a row of that model
    """Return a row by its key, as known at ``as_of``; no such page if there is none."""
    row = model.objects.at(as_of).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def answer_form(
    request: HttpRequest, form: AskingForm, template: str, context: dict[str, Any], save: Callable[[], str]
) -> HttpResponse:
    """Show a form, take it in, ask about what was typed, save, and go where ``save`` says.

    What the door refuses stands on the form, and nothing that was typed is lost.
    """
    status = 200
    asking: dict[str, Any] = {}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if form.must_ask():
                asking = dict(asked(form))
            else:
                try:
                    return HttpResponseRedirect(save())
                except TansiqError as error:
                    form.add_error(None, error.message(language_of_reader()))
    return render(request, template, {"form": form, **asking, **context}, status=status)


def act(request: HttpRequest, save: Callable[[], str], back: str) -> HttpResponse:
    """Do what a button says, and go where ``save`` says; a refusal is a page of its own that leads ``back``."""
    try:
        return HttpResponseRedirect(save())
    except TansiqError as error:
        context = {"reason": error.message(language_of_reader()), "back": back}
        return render(request, "duty/refused.html", context, status=409)
