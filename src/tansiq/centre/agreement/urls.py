"""Addresses of the agreement register, joint decisions and officers' keys."""

from django.urls import path

from tansiq.centre.agreement import views_decisions, views_keys, views_papers, views_register

urlpatterns = [
    path("", views_register.register, name="agreement"),
    path("texts/new/", views_register.new_text, name="agreement-new"),
    path("texts/<slug:agreement>/<int:version>/", views_register.text_page, name="agreement-text"),
    path("texts/<slug:agreement>/<int:version>/since/<int:earlier>/", views_register.changes, name="agreement-changes"),
    path("texts/<slug:agreement>/<int:version>/text.toml", views_register.text_as_file, name="agreement-file"),
    path("texts/<slug:agreement>/<int:version>/text.pdf", views_papers.text_paper, name="agreement-paper"),
    path("decisions/", views_decisions.decisions, name="decisions"),
    path("decisions/propose/", views_decisions.choose, name="decision-choose"),
    path("decisions/propose/<slug:matter>/", views_decisions.proposing, name="decision-propose"),
    path("decisions/<slug:serial>/", views_decisions.decision, name="decision"),
    path("decisions/<slug:serial>/certificate.pdf", views_papers.certificate_paper, name="decision-certificate"),
    path("decisions/<slug:serial>/proof.tlog-proof", views_papers.proof_file, name="decision-proof"),
    path("decisions/<slug:serial>/do/<slug:deed>/", views_decisions.act, name="decision-act"),
    path("keys/", views_keys.officer_keys, name="officer-keys"),
    path("keys/<slug:purpose>/request/", views_keys.key_request, name="officer-key-request"),
    path("keys/certificates/", views_keys.certificates, name="key-certificates"),
]
