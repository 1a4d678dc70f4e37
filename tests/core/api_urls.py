"""Addresses for tests of the API's ground: an API like the program's own with two operations."""

from django.urls import path
from ninja import NinjaAPI

from mosty.core.api import api as program
from tests.core.test_api_ground import router

api = NinjaAPI(urls_namespace="test", docs_url=None)
api._exception_handlers = program._exception_handlers
api.add_router("", router)

urlpatterns = [path("api/v1/", api.urls)]
