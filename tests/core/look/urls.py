"""The addresses that the page shell's own tests need."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.defaults import permission_denied

from mosty.core import gallery


def nothing(_request: HttpRequest) -> HttpResponse:
    """Stands for pages that these tests only link to."""
    return HttpResponse()


urlpatterns = [
    path("", nothing),
    path("look/", gallery.look, name="look"),
    path("search/", nothing, name="search"),
    path("demo/", nothing, name="demo_sign_in"),
    path("denied/", lambda request: permission_denied(request, PermissionError("No entry."))),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
