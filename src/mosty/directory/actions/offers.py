"""What organisations offer and need."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.core.fields import Translated
from mosty.core.models import Sector, User
from mosty.directory.models import Offer, Organisation
from mosty.directory.rules import EDIT_ORGANISATION

NO_TEXT = _("Say what is offered or needed, in at least one language.")


def add_offer(
    *, by: User, organisation: Organisation, kind: str, sector: Sector, text: Translated
) -> Offer:
    """Note what an organisation offers or needs. Raises `Refused` without a text."""
    EDIT_ORGANISATION.check(by, organisation)
    _check_text(text)
    with acting(by, "directory.add_offer"):
        offer = Offer.objects.create(organisation=organisation, kind=kind, sector=sector, text=text)
        journal(
            by=by,
            verb="directory.add_offer",
            words=gettext_noop("added to offers and needs: %(text)s"),
            subject=organisation,
            text=offer,
        )
    return offer


def change_offer(*, by: User, offer: Offer, sector: Sector, text: Translated) -> Offer:
    """Change the words or the sector of an offer or need. Raises `Refused` without a text."""
    EDIT_ORGANISATION.check(by, offer.organisation)
    _check_text(text)
    with acting(by, "directory.change_offer"):
        current = Offer.objects.select_for_update().get(pk=offer.pk)
        current.sector, current.text = sector, text
        current.save()
        journal(
            by=by,
            verb="directory.change_offer",
            words=gettext_noop("changed among offers and needs: %(text)s"),
            subject=current.organisation,
            text=current,
        )
    return current


def remove_offer(*, by: User, offer: Offer) -> None:
    """Take back an offer or need."""
    EDIT_ORGANISATION.check(by, offer.organisation)
    with acting(by, "directory.remove_offer"):
        journal(
            by=by,
            verb="directory.remove_offer",
            words=gettext_noop("removed from offers and needs: %(text)s"),
            subject=offer.organisation,
            text=offer,
        )
        offer.delete()


def _check_text(text: Translated) -> None:
    if not text:
        raise Refused(NO_TEXT, field="text")
