"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from tansiq.centre.coverage import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.coverage, name="coverage"),
    path("picture/<slug:key>/<slug:plane>.png", views.plane, name="coverage-plane"),
    path("compute/", views.compute, name="coverage-compute"),
    path("stop/", views.stop, name="coverage-stop"),
    path("release/", views.release, name="coverage-release"),
]
