"""The area's entry in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "mosty.meetings"
    label = "meetings"
