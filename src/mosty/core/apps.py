"""The area's entry in Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "mosty.core"
    label = "core"

    def ready(self) -> None:
        from allauth.account.signals import password_reset  # reason: models must be loaded

        from mosty.core.passwords import confirm_address  # reason: models must be loaded
        from mosty.core.registry import StaffCheck, staff_checks  # reason: models must be loaded
        from mosty.core.rules import has_staff_role  # reason: models must be loaded

        staff_checks.register("core", StaffCheck(has_staff_role))
        password_reset.connect(confirm_address, dispatch_uid="the first address is confirmed")
