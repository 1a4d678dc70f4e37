"""The area's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "mosty.site"
    label = "site"

    def ready(self) -> None:
        from mosty.core.models import InstallationRole  # reason: models must be loaded
        from mosty.core.registry import NavItem, navigation  # reason: kept beside its use

        readers = {InstallationRole.Role.AUDITOR, InstallationRole.Role.ADMINISTRATOR}
        navigation.register(
            "journal",
            NavItem(
                key="journal",
                label=_("Journal"),
                url_name="journal",
                order=300,
                section="results",
                visible=lambda user: (
                    user.is_authenticated and bool(user.installation_roles & readers)
                ),
            ),
        )
        navigation.register(
            "staff",
            NavItem(
                key="staff",
                label=_("Team and roles"),
                url_name="staff",
                order=310,
                section="settings",
                visible=lambda user: (
                    user.is_authenticated and bool(user.installation_roles & readers)
                ),
            ),
        )
