"""Addresses of the directory."""

from django.urls import path

from mosty.directory.views import organisations, people

ORGANISATION = "organisations/<slug:code>/"
PERSON = "people/<slug:code>/"

urlpatterns = [
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path(ORGANISATION, organisations.organisation_page, name="organisation"),
    path(f"{ORGANISATION}edit/", organisations.organisation_edit, name="organisation_edit"),
    path(f"{ORGANISATION}offers/new/", organisations.offer_new, name="offer_new"),
    path(f"{ORGANISATION}offers/<int:pk>/", organisations.offer_edit, name="offer_edit"),
    path(f"{ORGANISATION}offers/<int:pk>/remove/", organisations.offer_remove, name="offer_remove"),
    path(f"{ORGANISATION}numbers/new/", organisations.identifier_new, name="identifier_new"),
    path(
        f"{ORGANISATION}numbers/<int:pk>/remove/",
        organisations.identifier_remove,
        name="identifier_remove",
    ),
    path(f"{ORGANISATION}contacts/new/", organisations.contact_new, name="contact_new"),
    path(
        f"{ORGANISATION}contacts/<int:pk>/remove/",
        organisations.contact_remove,
        name="contact_remove",
    ),
    path(f"{ORGANISATION}people/new/", people.newcomer, name="newcomer"),
    path(f"{ORGANISATION}posts/<int:pk>/end/", people.office_end, name="office_end"),
    path(
        f"{ORGANISATION}representatives/<int:pk>/end/",
        people.representation_end,
        name="representation_end",
    ),
    path(PERSON, people.person_page, name="person"),
    path(f"{PERSON}edit/", people.person_edit, name="person_edit"),
    path(f"{PERSON}account/", people.person_account, name="person_account"),
    path(f"{PERSON}email/", people.person_email, name="person_email"),
]
