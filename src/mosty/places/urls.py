"""Addresses of places."""

from django.urls import path

from mosty.places import views

urlpatterns = [
    path("venues/", views.venue_list, name="venues"),
    path("venues/new/", views.venue_new, name="venue_new"),
    path("venues/<slug:code>/", views.venue_page, name="venue"),
    path("venues/<slug:code>/edit/", views.venue_edit, name="venue_edit"),
    path("venues/<slug:code>/halls/new/", views.hall_new, name="hall_new"),
    path("venues/<slug:code>/halls/<int:pk>/tables/", views.tables_new, name="tables_new"),
]
