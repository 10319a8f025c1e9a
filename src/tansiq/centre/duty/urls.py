"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path, re_path

from tansiq.centre.duty.views import handovers, items, log, proof, reports, reservations

urlpatterns: list[URLPattern | URLResolver] = [
    path("", log.log, name="duty-log"),
    path("new/", items.new, name="duty-new"),
    path("archive/", log.archive, name="duty-archive"),
    path("item/<int:number>/", items.item, name="duty-item"),
    path("item/<int:number>/correct/", items.correct, name="duty-correct"),
    path("item/<int:number>/tell/", items.tell, name="duty-tell"),
    path("item/<int:number>/close/", items.close, name="duty-close"),
    path("item/<int:number>/reopen/", items.reopen, name="duty-reopen"),
    path("proof/<int:place>/", proof.proof, name="duty-proof"),
    path("handover/", handovers.handovers, name="duty-handovers"),
    path("handover/new/", handovers.new, name="duty-handover-new"),
    path("handover/<int:number>/", handovers.handover, name="duty-handover"),
    path("handover/<int:number>/sign/", handovers.sign, name="duty-handover-sign"),
    path("handover/<int:number>/handover.pdf", handovers.pdf, name="duty-handover-paper"),
    path("report/", reports.reports, name="duty-reports"),
    path("report/new/", reports.new, name="duty-report-new"),
    path("report/<int:number>/", reports.report, name="duty-report"),
    path("report/<int:number>/edit/", reports.edit, name="duty-report-edit"),
    path("report/<int:number>/agree/", reports.agree, name="duty-report-agree"),
    path("report/<int:number>/report.pdf", reports.pdf, name="duty-report-paper"),
    re_path(r"^(?P<kind>report|handover)/(?P<number>[0-9]+)/reserve/$", reservations.reserve, name="duty-reserve"),
    path("reservation/<int:number>/withdraw/", reservations.withdraw, name="duty-withdraw"),
]
