"""How to reach organisations and people: what a team keeps for itself, and reading an e-mail."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.core.models import Team, User
from mosty.directory.models import Contact, Organisation, Person
from mosty.directory.rules import ADD_TEAM_CONTACT, READ_CONTACT

NOTHING_NOTED = _("Enter a telephone number or a note.")


def add_contact(
    *,
    by: User,
    team: Team,
    organisation: Organisation,
    person: Person | None = None,
    telephone: str = "",
    note: str = "",
) -> Contact:
    """Note for one team how to reach an organisation. Raises `Refused` when nothing is noted."""
    ADD_TEAM_CONTACT.check(by, team)
    if not (telephone or note):
        raise Refused(NOTHING_NOTED, field="telephone")
    with acting(by, "directory.add_contact"):
        contact = Contact.objects.create(
            team=team, organisation=organisation, person=person, telephone=telephone, note=note
        )
        journal(
            by=by,
            verb="directory.add_contact",
            words=gettext_noop("added a contact"),
            subject=contact,
            team=team,
        )
    return contact


def remove_contact(*, by: User, contact: Contact) -> None:
    """Forget what a team had noted."""
    ADD_TEAM_CONTACT.check(by, contact.team)
    with acting(by, "directory.remove_contact"):
        journal(
            by=by,
            verb="directory.remove_contact",
            words=gettext_noop("removed a contact"),
            subject=contact,
            team=contact.team,
        )
        contact.delete()


def read_contact(*, by: User, person: Person) -> str:
    """The person's e-mail; the journal keeps who read it, unless it is one's own."""
    READ_CONTACT.check(by, person)
    if person.user_id != by.pk:
        with acting(by, "directory.read_contact"):
            journal(
                by=by,
                verb="directory.read_contact",
                words=gettext_noop("read the e-mail address"),
                subject=person,
            )
    return person.email
