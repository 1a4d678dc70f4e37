"""The API of all areas under one address."""

from mosty.agreements.api import router as agreements
from mosty.core.api import api
from mosty.directory.api import router as directory
from mosty.events.api import router as events
from mosty.meetings.api import router as meetings
from mosty.places.api import router as places
from mosty.results.api import router as results

for router in (directory, places, events, meetings, agreements, results):
    api.add_router("", router)

__all__ = ["api"]
