"""The area's entry in Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "mosty.events"
    label = "events"
