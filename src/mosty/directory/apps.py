"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "mosty.directory"
    label = "directory"

    def ready(self) -> None:
        from mosty.core.registry import (  # reason: kept beside its use
            NavItem,
            Searchable,
            ThreadLink,
            navigation,
            searchables,
            thread_links,
        )
        from mosty.directory.models import Organisation, Person  # reason: models must be loaded
        from mosty.directory.queries import thread_step  # reason: models must be loaded
        from mosty.directory.rules import (  # reason: models must be loaded
            SEE_ORGANISATION,
            SEE_PERSON,
        )

        navigation.register(
            "partners",
            NavItem(
                key="partners",
                label=_("Partners"),
                url_name="organisations",
                order=20,
                visible=lambda user: user.is_authenticated,
            ),
        )
        searchables.register(
            "organisations",
            Searchable(
                key="organisations",
                label=_("Organisations"),
                model=Organisation,
                see=SEE_ORGANISATION,
                texts=("name__text", "city__text"),
                order=10,
            ),
        )
        searchables.register(
            "people",
            Searchable(
                key="people",
                label=_("People"),
                model=Person,
                see=SEE_PERSON,
                texts=("name__text",),
                order=20,
            ),
        )
        thread_links.register(
            Organisation._meta.label,
            ThreadLink(model=Organisation, see=SEE_ORGANISATION, step=thread_step, order=5),
        )
