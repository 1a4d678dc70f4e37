"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "mosty.events"
    label = "events"

    def ready(self) -> None:
        from mosty.core.registry import (  # reason: models must be loaded
            NavItem,
            StaffCheck,
            ThreadLink,
            navigation,
            staff_checks,
            thread_links,
        )
        from mosty.events import figures, queries, rules  # reason: models must be loaded
        from mosty.events.models import Event  # reason: models must be loaded

        navigation.register(
            "events", NavItem(key="events", label=_("Events"), url_name="events", order=30)
        )
        thread_links.register(
            Event._meta.label,  # Django's public name
            ThreadLink(model=Event, see=rules.SEE_EVENT, step=queries.thread_step, order=10),
        )
        staff_checks.register("events", StaffCheck(rules.works_for_some_event))
        figures.register()
        _register_tabs()
        _register_searches()


def _register_tabs() -> None:
    from mosty.core.registry import EventTab, event_tabs  # reason: models must be loaded
    from mosty.events import rules  # reason: models must be loaded

    for tab in (
        EventTab("programme", _("Programme"), "event", 10),
        EventTab(
            "registrations",
            _("Registrations"),
            "registrations",
            50,
            rules.SEE_REGISTRATIONS.allows,
        ),
        EventTab("check-in", _("Check-in"), "check_in_desk", 60, rules.WORK_AT_DESK.allows),
    ):
        event_tabs.register(tab.key, tab)


def _register_searches() -> None:
    from mosty.core.registry import Searchable, searchables  # reason: models must be loaded
    from mosty.events import rules  # reason: models must be loaded
    from mosty.events.models import Event, Registration, Session  # reason: models must be loaded

    for searchable in (
        Searchable(
            key="events",
            label=_("Events"),
            model=Event,
            see=rules.SEE_EVENT,
            texts=("name__text", "city__text", "about__text"),
            order=30,
        ),
        Searchable(
            key="sessions",
            label=_("Sessions"),
            model=Session,
            see=rules.SEE_SESSION,
            texts=("title__text", "abstract__text"),
            order=32,
            related=("event",),
        ),
        Searchable(
            key="registrations",
            label=_("Registrations"),
            model=Registration,
            see=rules.SEE_REGISTRATION,
            texts=("person__name__text", "organisation__name__text", "code"),
            order=34,
            related=("event", "person"),
        ),
    ):
        searchables.register(searchable.key, searchable)
