"""The area's entry in Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "mosty.places"
    label = "places"
