"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PlacesConfig(AppConfig):
    name = "mosty.places"
    label = "places"

    def ready(self) -> None:
        from mosty.core.registry import (  # reason: kept beside its use
            NavItem,
            Searchable,
            navigation,
            searchables,
        )
        from mosty.places.models import Venue  # reason: models must be loaded
        from mosty.places.rules import SEE_VENUE  # reason: models must be loaded

        navigation.register(
            "venues",
            NavItem(
                key="venues", label=pgettext_lazy("venues", "Venues"), url_name="venues", order=80
            ),
        )
        searchables.register(
            "venues",
            Searchable(
                key="venues",
                label=pgettext_lazy("venues", "Venues"),
                model=Venue,
                see=SEE_VENUE,
                texts=("name__text", "address__text", "city__text"),
                order=80,
            ),
        )
