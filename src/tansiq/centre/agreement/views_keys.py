"""Pages of officers' keys: making one, carrying its request away, bringing certificates in."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tansiq.centre.accounts.access import needs
from tansiq.centre.agreement.forms import CertificateForm, KeyForm
from tansiq.centre.agreement.officer_keys import Duty, find_key, make_key, purposes, request_for
from tansiq.centre.agreement.overview import reader_language
from tansiq.centre.agreement.views_decisions import _as_of, _officer
from tansiq.centre.door.models import Key
from tansiq.centre.door.putting import admit
from tansiq.errors import TansiqError


@needs("signatory", "duty_officer")
def officer_keys(request: HttpRequest) -> HttpResponse:
    """Show the officer's keys, and make the one that is missing."""
    officer = _officer(request)
    wanted = purposes(officer)
    form, asked = KeyForm(request.POST or None), request.POST.get("purpose", "")
    if request.method == "POST" and form.is_valid():
        purpose = _purpose(asked)
        try:
            make_key(officer, purpose, form.cleaned_data["passphrase"])
        except TansiqError as error:
            form.add_error(None, error.message(reader_language()))
        else:
            return HttpResponseRedirect(reverse("officer-keys"))
    found = {purpose: find_key(officer, purpose) for purpose in wanted}
    missing = next((purpose for purpose, key in found.items() if key is None or key.revoked), None)
    context = {"keys": found.items(), "missing": missing, "form": form}
    return render(request, "agreement/keys.html", context, status=400 if form.errors else 200)


def _purpose(text: str) -> Duty:
    if text == "signatory":
        return "signatory"
    if text == "watch":
        return "watch"
    raise Http404


@needs("signatory", "duty_officer")
def key_request(request: HttpRequest, purpose: str) -> HttpResponse:
    """Hand out the request for a certificate, to be carried to whoever keeps the party's root."""
    officer = _officer(request)
    data = bytes(request_for(officer, _purpose(purpose)))
    name = f"{officer.account}-{purpose}.request"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/plain; charset=utf-8", headers=headers)


@needs("administrator")
def certificates(request: HttpRequest) -> HttpResponse:
    """Show the party's keys, and take in what its root has signed."""
    officer = _officer(request)
    form, done = CertificateForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            done = admit(form.cleaned_data["record"], officer.author("administrator"))
        except TansiqError as error:
            form.add_error(None, error.message(reader_language()))
        else:
            form = CertificateForm()
    rows = Key.objects.at(_as_of(request)).filter(party=officer.party).order_by("revoked", "since")
    context = {"form": form, "rows": rows, "done": done}
    return render(request, "agreement/certificates.html", context, status=400 if form.errors else 200)
