"""The one address of this part."""

from django.urls import path

from tansiq.centre.demonstration.entering import enter

urlpatterns = [path("enter/", enter, name="enter-demonstration")]
