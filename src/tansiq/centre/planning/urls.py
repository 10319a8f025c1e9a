"""Addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from tansiq.centre.planning.views import changing, exporting, listing, pictures, working
from tansiq.centre.planning.views.comparing import compare
from tansiq.centre.planning.views.course import course

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.planning, name="planning"),
    path("compare/", compare, name="planning-compare"),
    path("new/", listing.new, name="planning-new"),
    path("course/<int:number>/", course, name="planning-course"),
    path("course/<int:number>/do/<slug:what>/", listing.act_on, name="planning-act"),
    path("course/<int:number>/change/<slug:what>/", changing.change, name="planning-change"),
    path("course/<int:number>/attempt/", changing.attempt, name="planning-attempt"),
    path("course/<int:number>/job/<slug:kind>/", working.begin, name="planning-job"),
    path("course/<int:number>/job/<slug:kind>/stop/", working.stop, name="planning-job-stop"),
    path("course/<int:number>/job/<slug:kind>/take/", working.take, name="planning-job-take"),
    path("course/<int:number>/export/", exporting.ask, name="planning-export"),
    path("course/<int:number>/export/stop/", exporting.stop, name="planning-export-stop"),
    path("course/<int:number>/export/<slug:key>/make/", exporting.begin, name="planning-export-make"),
    path("course/<int:number>/export/<slug:key>/take/", exporting.download, name="planning-export-file"),
    path("course/<int:number>/export/<slug:key>/do/<slug:what>/", exporting.second, name="planning-export-second"),
    path("course/<int:number>/picture/<slug:name>.json", pictures.document, name="planning-picture"),
    path("course/<int:number>/picture/<slug:name>.png", pictures.states, name="planning-states"),
]
