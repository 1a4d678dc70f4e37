"""Addresses of meetings."""

from django.urls import path

from mosty.meetings.views import board, meeting, mine, requests, schedule

EVENT = "events/<slug:code>/meetings/"
ASKED = f"{EVENT}requests/<slug:asked>/"
RUN = f"{EVENT}runs/<slug:run>/"

urlpatterns = [
    path("meetings/", mine.my_events_meetings, name="my_meetings"),
    path("meetings/<slug:code>/", meeting.meeting, name="meeting"),
    path("meetings/<slug:code>/outcome/", meeting.outcome, name="meeting_outcome"),
    path("meetings/<slug:code>/mark/", meeting.mark, name="meeting_mark"),
    path("meetings/<slug:code>/cancel/", meeting.cancel, name="meeting_cancel"),
    path(EVENT, mine.meetings, name="meetings"),
    path(f"{EVENT}join/", mine.join, name="meetings_join"),
    path(f"{EVENT}participants/", mine.participants, name="participants"),
    path(f"{EVENT}participants/<slug:participant>/", mine.participant, name="participant"),
    path(f"{EVENT}participants/<slug:participant>/times/", mine.availability, name="availability"),
    path(f"{EVENT}requests/", requests.request_list, name="meeting_requests"),
    path(ASKED, requests.meeting_request, name="meeting_request"),
    path(f"{ASKED}answer/", requests.answer, name="request_answer"),
    path(f"{ASKED}withdraw/", requests.withdraw, name="request_withdraw"),
    path(f"{ASKED}time/", requests.take_time, name="request_time"),
    path(f"{EVENT}schedule/", schedule.my_schedule, name="my_schedule"),
    path(f"{EVENT}schedule.ics", schedule.my_schedule_ics, name="my_schedule_ics"),
    path(f"{EVENT}schedule.pdf", schedule.my_schedule_pdf, name="my_schedule_pdf"),
    path(f"{EVENT}setup/", board.setup, name="meetings_setup"),
    path(f"{EVENT}join-registered/", board.join_registered, name="meetings_join_registered"),
    path(f"{EVENT}all/", board.meeting_list, name="meeting_list"),
    path(f"{EVENT}day/", board.day_grid, name="day_grid"),
    path(f"{EVENT}runs/", schedule.ask, name="schedule_runs"),
    path(RUN, schedule.run_page, name="schedule_run"),
    path(f"{RUN}progress/", schedule.run_progress, name="schedule_progress"),
    path(f"{RUN}publish/", schedule.publish, name="schedule_publish"),
]
