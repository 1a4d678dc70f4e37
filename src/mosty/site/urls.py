"""Addresses of the whole site. An area's addresses are in its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
