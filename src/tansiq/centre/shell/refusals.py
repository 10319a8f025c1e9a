"""Pages and answers for what cannot be served: what is wrong, and what to do."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from tansiq.errors import TansiqError
from tansiq.language import N_, choose_language


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    del exception  # Django passes it; what it holds is not for the reader
    return render(request, "shell/not_found.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what a library of the site refuses, in the reader's language; its own words are not for the reader."""
    del exception
    error = TansiqError(N_("You may not do this. If it belongs to your work, ask an administrator of your party."))
    return refuse_page(request, error, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when the site itself failed; the reason is in the server's log.

    Without the centre's frame, which asks every part what waits: what failed may be what it would ask.
    """
    request.frameless = True  # type: ignore[attr-defined]  # read by the context processor
    return render(request, "shell/broken.html", status=500)


def refuse(error: TansiqError, status: int = 400) -> JsonResponse:
    """Answer a request that asks for something impossible, with the reason in the reader's language."""
    language = choose_language(translation.get_language())
    return JsonResponse({"error": error.message(language), "title": _("This cannot be done")}, status=status)


def refuse_page(request: HttpRequest, error: TansiqError, status: int = 400) -> HttpResponse:
    """Answer a person who asks for something impossible with a page that says why and what to do."""
    language = choose_language(translation.get_language())
    return render(request, "shell/refused.html", {"reason": error.message(language)}, status=status)
