"""The area's entry in Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "mosty.core"
    label = "core"
