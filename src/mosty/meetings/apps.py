"""The area's entry in Django: what meetings add to the pages of others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "mosty.meetings"
    label = "meetings"

    def ready(self) -> None:
        from mosty.core import registry  # reason: models must be loaded
        from mosty.meetings import figures, rules  # reason: models must be loaded
        from mosty.meetings.actions import plan  # reason: models must be loaded
        from mosty.meetings.models import Meeting  # reason: models must be loaded
        from mosty.meetings.queries import board, mine, pairs  # reason: models must be loaded

        registry.navigation.register(
            "meetings",
            registry.NavItem(
                key="meetings",
                label=_("Meetings"),
                url_name="my_meetings",
                order=40,
                visible=lambda user: user.is_authenticated,
                waiting=mine.waiting_for,
            ),
        )
        registry.event_tabs.register(
            "meetings",
            registry.EventTab("meetings", _("Meetings"), "meetings", 20, rules.sees_meetings_page),
        )
        registry.event_clocks.register(
            "meetings", registry.EventClock("meetings", board.meeting_days, plan.follow_clock)
        )
        registry.searchables.register(
            "meetings",
            registry.Searchable(
                key="meetings",
                label=_("Meetings"),
                model=Meeting,
                see=rules.SEE_MEETING,
                texts=(
                    "first__organisation__name__text",
                    "second__organisation__name__text",
                    "first__person__name__text",
                    "second__person__name__text",
                    "code",
                ),
                order=40,
                related=("first__organisation", "second__organisation"),
            ),
        )
        registry.thread_links.register(
            Meeting._meta.label,  # Django's public name
            registry.ThreadLink(
                model=Meeting,
                see=rules.SEE_MEETING,
                step=pairs.thread_step,
                order=20,
                related=mine.WITH_PARTIES,
            ),
        )
        registry.partner_signals.register(
            "met-before", registry.PartnerSignal("met-before", pairs.met_before)
        )
        figures.register()
