"""The area's entry in Django."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "mosty.results"
    label = "results"
