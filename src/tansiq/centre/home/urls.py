"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from tansiq.centre.home.views import home

urlpatterns: list[URLPattern | URLResolver] = [path("", home, name="home")]
