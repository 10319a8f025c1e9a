"""Addresses of the site."""

from django.conf import settings
from django.urls import include, path

from tansiq.centre.shell.offline import manifest, service_worker
from tansiq.centre.shell.static_files import static_file
from tansiq.centre.shell.words import ScriptWords

urlpatterns = [
    path("static/<slug:digest>/<path:name>", static_file),
    path("", include("tansiq.centre.picture.urls")),
    path("home/", include("tansiq.centre.home.urls")),
    path("accounts/", include("tansiq.centre.accounts.urls")),
    path("agreement/", include("tansiq.centre.agreement.urls")),
    path("duty/", include("tansiq.centre.duty.urls")),
    path("partners/", include("tansiq.centre.partners.urls")),
    path("coverage/", include("tansiq.centre.coverage.urls")),
    path("planning/", include("tansiq.centre.planning.urls")),
    path("live/", include("tansiq.centre.live.urls")),
    path("service-worker.js", service_worker, name="service-worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("words/<slug:version>/<slug:language>.js", ScriptWords.as_view(), name="script-words"),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("tansiq.centre.demonstration.urls")))
handler403 = "tansiq.centre.shell.refusals.not_allowed"
handler404 = "tansiq.centre.shell.refusals.not_found"
handler500 = "tansiq.centre.shell.refusals.broken"
