"""Addresses of the whole site. An area's addresses are in its own urls.py."""

from django.urls import include, path

from mosty.core.gallery import look
from mosty.site import views
from mosty.site.reference import api_docs
from mosty.site.routes import api

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("journal/", views.journal, name="journal"),
    path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("look/", look, name="look"),
    path("", include("mosty.site.staff.urls")),
    path("", include("mosty.directory.urls")),
    path("", include("mosty.places.urls")),
    path("", include("mosty.events.urls")),
    path("", include("mosty.meetings.urls")),
    path("", include("mosty.agreements.urls")),
    path("", include("mosty.results.urls")),
    path("api/v1/docs", api_docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
