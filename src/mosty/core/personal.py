"""Personal data: what is kept, for what purpose and how long, declared beside each field.

A model with personal data carries `personal_data: ClassVar[dict[str, Personal]]`; a test refuses a
model that keeps a name, an address or a telephone and declares nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Personal:
    """Why a field is kept and for how long after the last use; sensitive reading is logged."""

    purpose: Any
    keep: timedelta
    sensitive: bool = False
