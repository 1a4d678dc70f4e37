"""What every area stands on, as tables."""

from mosty.core.models.access import ApiToken, IdempotentAnswer
from mosty.core.models.journal import JournalEntry
from mosty.core.models.mail import Mail
from mosty.core.models.people import (
    Consent,
    ConsentText,
    InstallationRole,
    Team,
    TeamRole,
    User,
)
from mosty.core.models.records import Provenance, Record, StoredFile
from mosty.core.models.reference import ExchangeRate, Sector, Source

__all__ = [
    "ApiToken",
    "Consent",
    "ConsentText",
    "ExchangeRate",
    "IdempotentAnswer",
    "InstallationRole",
    "JournalEntry",
    "Mail",
    "Provenance",
    "Record",
    "Sector",
    "Source",
    "StoredFile",
    "Team",
    "TeamRole",
    "User",
]
