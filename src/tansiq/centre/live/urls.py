"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from tansiq.centre.live.views import stream

urlpatterns: list[URLPattern | URLResolver] = [path("", stream, name="live")]
