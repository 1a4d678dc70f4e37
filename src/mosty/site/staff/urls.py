"""Addresses of teams, colleagues and tokens."""

from django.urls import path

from mosty.site.staff import rates, tokens, views

urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/teams/new/", views.team_new, name="team_new"),
    path("staff/teams/<slug:code>/", views.team, name="team"),
    path("staff/new/", views.colleague_new, name="colleague_new"),
    path("staff/<slug:code>/", views.colleague, name="colleague"),
    path("staff/<slug:code>/give/", views.colleague_give, name="colleague_give"),
    path("staff/<slug:code>/take/", views.colleague_take, name="colleague_take"),
    path("staff/<slug:code>/link/", views.colleague_link, name="colleague_link"),
    path("staff/<slug:code>/close/", views.colleague_close, name="colleague_close"),
    path("staff/<slug:code>/open/", views.colleague_open, name="colleague_open"),
    path("rates/", rates.rates, name="rates"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:key>/revoke/", tokens.token_revoke, name="token_revoke"),
]
