"""Addresses of results."""

from django.urls import path

from mosty.results.views import results as views

urlpatterns = [
    path("results/", views.results, name="results"),
    path("results/stated/", views.stated, name="stated_figures"),
    path("results/<slug:code>/", views.event_results, name="event_results"),
    path("results/<slug:code>/publish/", views.publish, name="publish_results"),
    path("results/<slug:code>/summary/", views.summary, name="summary"),
    path("results/<slug:code>/summary.pdf", views.summary_file, name="summary_pdf"),
    path("results/<slug:code>/figures/<slug:key>/", views.figure_rows, name="figure_rows"),
]
