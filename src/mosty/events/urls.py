"""Addresses of events, their programme and registrations."""

from django.urls import path

from mosty.events.views import desk, event, programme, registration, registration_form

urlpatterns = [
    path("events/", event.event_list, name="events"),
    path("events/new/", event.event_new, name="event_new"),
    path("events/<slug:code>/", event.event_page, name="event"),
    path("events/<slug:code>/edit/", event.event_edit, name="event_edit"),
    path("events/<slug:code>/state/", event.event_move, name="event_move"),
    path("events/<slug:code>/places/", event.event_places, name="event_places"),
    path("events/<slug:code>/programme.ics", programme.programme_ics, name="programme_ics"),
    path("events/<slug:code>/programme/", programme.programme_edit, name="programme_edit"),
    path("events/<slug:code>/programme/new/", programme.session_new, name="session_new"),
    path(
        "events/<slug:code>/programme/<slug:session>.ics",
        programme.session_ics,
        name="session_ics",
    ),
    path(
        "events/<slug:code>/programme/<slug:session>/",
        programme.session_edit,
        name="session_edit",
    ),
    path(
        "events/<slug:code>/programme/<slug:session>/remove/",
        programme.session_remove,
        name="session_remove",
    ),
    path(
        "events/<slug:code>/programme/<slug:session>/speakers/<int:speaker>/remove/",
        programme.speaker_remove,
        name="speaker_remove",
    ),
    path("events/<slug:code>/register/", registration_form.register, name="register"),
    path("events/<slug:code>/register/thanks/", registration_form.thanks, name="register_thanks"),
    path(
        "events/<slug:code>/register/own/<str:signed>/",
        registration_form.own_registration,
        name="own_registration",
    ),
    path("events/<slug:code>/registrations/", registration.registration_list, name="registrations"),
    path(
        "events/<slug:code>/registrations/new/",
        registration.registration_new,
        name="registration_new",
    ),
    path(
        "events/<slug:code>/registrations/<slug:registration>/",
        registration.registration_page,
        name="registration",
    ),
    path(
        "events/<slug:code>/registrations/<slug:registration>/move/",
        registration.registration_move,
        name="registration_move",
    ),
    path("events/<slug:code>/check-in/", desk.check_in_desk, name="check_in_desk"),
    path("events/<slug:code>/check-in/<slug:registration>/", desk.check_in, name="check_in"),
    path(
        "events/<slug:code>/check-in/<slug:registration>/undo/",
        desk.undo_check_in,
        name="undo_check_in",
    ),
]
