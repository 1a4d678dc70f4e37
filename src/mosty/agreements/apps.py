"""The area's entry in Django."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "mosty.agreements"
    label = "agreements"
