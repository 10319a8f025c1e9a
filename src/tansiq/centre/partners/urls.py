"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from tansiq.centre.partners.views import alarms, composing, overview, received, sent

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="partners"),
    path("links/", overview.links, name="partners-links"),
    path("received/", received.received, name="partners-received"),
    path("received/<slug:origin>/<int:index>/", received.one, name="partners-received-one"),
    path("received/<slug:origin>/<int:index>/acknowledge/", received.acknowledge, name="partners-acknowledge"),
    path("received/<slug:origin>/<int:index>/confirm/", received.confirm, name="partners-confirm"),
    path("new/", composing.new, name="partners-new"),
    path("sent/", sent.messages, name="partners-sent"),
    path("sent/<slug:key>/", sent.message, name="partners-message"),
    path("sent/<slug:key>/correct/", sent.correct, name="partners-correct"),
    path("sent/<slug:key>/recall/", sent.recall, name="partners-recall"),
    path("sent/<slug:key>/release/", sent.release, name="partners-release"),
    path("alarm/<slug:key>/", alarms.alarm, name="partners-alarm"),
    path("evidence/<slug:digest>/", alarms.evidence, name="partners-evidence"),
]
