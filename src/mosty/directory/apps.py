"""The area's entry in Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "mosty.directory"
    label = "directory"
