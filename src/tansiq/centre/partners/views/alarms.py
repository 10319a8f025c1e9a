"""An alarm: what was found, its evidence, and what was done."""

import re
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import answer_form, one, place_of, reads
from tansiq.centre.duty.writing import texts
from tansiq.centre.partners.alarms import handle
from tansiq.centre.partners.forms import HandledForm
from tansiq.centre.partners.models import Alarm
from tansiq.centre.partners.overview import partners
from tansiq.centre.partners.views.asking import author_of, moment_of, writes_here
from tansiq.centre.shell.refusals import refuse_page
from tansiq.centre.shell.who import identity
from tansiq.errors import TansiqError
from tansiq.exchange.naming import EVIDENCE
from tansiq.language import N_

_HEX: Final = re.compile(r"[0-9a-f]{64}")


@reads
def alarm(request: HttpRequest, key: str) -> HttpResponse:
    """Show an alarm; take in what was done about it."""
    row: Alarm = one(Alarm, key, place_of(request))
    writing = writes_here(request) and row.state == "standing"
    if request.method == "POST" and not writing:
        return refuse_page(request, TansiqError(N_("This alarm was dealt with already, or is not yours to.")), 403)
    form = HandledForm(request.POST or None)

    def save() -> str:
        handle(row, texts(form.cleaned_data["remark"]), author_of(request))
        return reverse("partners-alarm", args=[key])

    partner = next((each for each in partners(moment_of(request), place_of(request)) if each.name == row.partner), None)
    context = {"row": row, "partner": partner, "writing": writing, "evidence": row.evidence.removeprefix("sha256:")}
    return answer_form(request, form, "partners/alarm.html", context, save)


@reads
@require_safe
def evidence(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Hand out a file of evidence, to be checked by anybody who has the roots."""
    del request
    centre = identity()
    path = centre.folder / EVIDENCE / digest if centre and _HEX.fullmatch(digest) else None
    if path is None or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{digest[:16]}.tansiq-evidence", content_type="text/plain"
    )
