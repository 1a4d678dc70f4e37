"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "mosty.results"
    label = "results"

    def ready(self) -> None:
        from mosty.core.registry import (  # reason: kept beside its use
            EventTab,
            NavItem,
            event_tabs,
            navigation,
        )
        from mosty.results import rules  # reason: models must be loaded

        navigation.register(
            "results",
            NavItem(
                key="results",
                label=_("Figures"),
                url_name="results",
                order=200,
                section="results",
            ),
        )
        navigation.register(
            "stated",
            NavItem(
                key="stated",
                label=_("Stated figures"),
                url_name="stated_figures",
                order=210,
                section="results",
                visible=rules.is_reader,
            ),
        )
        event_tabs.register(
            "results",
            EventTab(
                key="results",
                label=_("Results"),
                url_name="event_results",
                order=90,
                visible=rules.SEE_RESULTS.allows,
            ),
        )
        event_tabs.register(
            "summary",
            EventTab(
                key="summary",
                label=_("Summary of results"),
                url_name="summary",
                order=91,
                # Readers of the figures find the summary there.
                visible=lambda user, event: (
                    rules.SEE_SUMMARY.allows(user, event)
                    and not rules.SEE_RESULTS.allows(user, event)
                ),
            ),
        )
