"""The area's entry in Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mosty.site"
    label = "site"
