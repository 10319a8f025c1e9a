"""Addresses of the gap picture. Data lies under the scene's digest, so a browser may keep it for ever."""

from django.urls import path

from tansiq.centre.picture import views

urlpatterns = [
    path("", views.page, name="picture"),
    path("at/<slug:scene>/picture/<slug:key>.json", views.document, name="picture-document"),
    path("at/<slug:scene>/picture/<slug:key>.png", views.states, name="picture-states"),
    path("at/<slug:scene>/scene.json", views.scene, name="scene"),
    path("at/<slug:scene>/layers/<slug:name>.json", views.layer, name="layer"),
    path("at/<slug:scene>/terrain/<int:zoom>/<int:column>/<int:row>.png", views.terrain, name="terrain"),
]
