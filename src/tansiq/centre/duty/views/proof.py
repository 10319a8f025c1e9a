"""A record of the watch with its proof, as a file that anybody with the parties' roots can check offline."""

from django.http import Http404, HttpRequest, HttpResponse

from tansiq.centre.door import keys
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import publish
from tansiq.centre.duty.views.asking import reads
from tansiq.journal.audit import make_excerpt
from tansiq.journal.log import Folder

KINDS = (
    "duty_log_entry/", "watch_handover/", "situation_report/", "report_agreement/", "reservation/",
    "decision_signature/",
)  # fmt: skip


@reads
def proof(request: HttpRequest, place: int) -> HttpResponse:
    """Return the record at ``place`` with its proof, and the certificates of all keys, so that it stands alone."""
    del request
    entry = Entry.objects.filter(place=place).first()
    if entry is None or not entry.kind.startswith(KINDS) or not bytes(entry.entry):
        raise Http404
    publish()
    certificates = Entry.objects.filter(kind__startswith="key_certificate/").order_by("place")
    support = [bytes(each.entry) for each in certificates if bytes(each.entry)]
    data = make_excerpt(Folder(keys.identity().journal), place, support)
    name = f"{entry.object}-{place}.tlog-proof"
    return HttpResponse(
        data, content_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
