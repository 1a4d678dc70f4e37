"""Sources of published facts: where a figure or a record comes from, and when it was published."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import acting, journal, refusing
from mosty.core.fields import PartialDate
from mosty.core.models import Source, User
from mosty.core.permissions import Permission
from mosty.core.rules import manages_some_team

KEEP_SOURCES = Permission(
    "core.keep_sources",
    _("Only managers of a team may add sources."),
    manages_some_team,
)


def add_source(
    *, by: User, key: str, published: PartialDate, about: Mapping[str, str], address: str = ""
) -> Source:
    """Keep a source. Raises `Refused` when its key is taken."""
    KEEP_SOURCES.check(by, by)
    with (
        refusing({"core_source_key_key": _("There is a source with this key already.")}),
        acting(by, "core.add_source"),
    ):
        source = Source.objects.create(
            key=key, published=published, about=dict(about), address=address
        )
        journal(
            by=by,
            verb="core.add_source",
            words=gettext_noop("added the source"),
            subject=source,
        )
    return source
