"""Addresses of agreements."""

from django.urls import path

from mosty.agreements import views

urlpatterns = [
    path("agreements/", views.agreement_list, name="agreements"),
    path("agreements/new/", views.agreement_new, name="agreement_new"),
    path("agreements/<slug:code>/", views.agreement_page, name="agreement"),
    path("agreements/<slug:code>/edit/", views.agreement_edit, name="agreement_edit"),
    path("agreements/<slug:code>/sign/", views.agreement_sign, name="agreement_sign"),
    path("agreements/<slug:code>/end/", views.agreement_end, name="agreement_end"),
    path("agreements/<slug:code>/files/", views.agreement_attach, name="agreement_attach"),
    path("agreements/<slug:code>/files/<slug:file>/", views.agreement_file, name="agreement_file"),
    path(
        "agreements/<slug:code>/files/<slug:file>/remove/",
        views.agreement_file_remove,
        name="agreement_file_remove",
    ),
]
