"""Everything a person does to organisations and people."""

from mosty.directory.actions.contacts import add_contact, read_contact, remove_contact
from mosty.directory.actions.offers import add_offer, change_offer, remove_offer
from mosty.directory.actions.organisations import (
    add_identifier,
    add_organisation,
    change_organisation,
    remove_identifier,
)
from mosty.directory.actions.people import (
    add_person,
    appoint,
    change_person,
    end_office,
    end_representation,
    name_representative,
    open_account,
)

__all__ = [
    "add_contact",
    "add_identifier",
    "add_offer",
    "add_organisation",
    "add_person",
    "appoint",
    "change_offer",
    "change_organisation",
    "change_person",
    "end_office",
    "end_representation",
    "name_representative",
    "open_account",
    "read_contact",
    "remove_contact",
    "remove_identifier",
    "remove_offer",
]
