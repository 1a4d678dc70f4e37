"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "mosty.agreements"
    label = "agreements"

    def ready(self) -> None:
        from mosty.agreements import figures, queries  # reason: models must be loaded
        from mosty.agreements.models import Agreement  # reason: models must be loaded
        from mosty.agreements.rules import SEE_AGREEMENT  # reason: models must be loaded
        from mosty.core.registry import (  # reason: kept beside its use
            NavItem,
            Searchable,
            ThreadLink,
            navigation,
            searchables,
            thread_links,
        )

        navigation.register(
            "agreements",
            NavItem(
                key="agreements",
                label=_("Agreements"),
                url_name="agreements",
                order=50,
                visible=lambda user: user.is_authenticated,
            ),
        )
        searchables.register(
            "agreements",
            Searchable(
                key="agreements",
                label=_("Agreements"),
                model=Agreement,
                see=SEE_AGREEMENT,
                texts=("title__text", "about__text"),
                order=40,
            ),
        )
        thread_links.register(
            Agreement._meta.label,  # Django's public name
            ThreadLink(
                model=Agreement,
                see=SEE_AGREEMENT,
                step=queries.thread_step,
                came_from=queries.origins,
                came_of={
                    "meetings.Meeting": lambda meeting: meeting.agreements.all(),
                    "agreements.Agreement": lambda agreement: agreement.followed_by.all(),
                },
                order=30,
                related=("signed_at", "follows"),
            ),
        )
        figures.register()
