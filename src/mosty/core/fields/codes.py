"""Short public codes: what stands in addresses instead of the database's own keys."""

import secrets
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

# Crockford's base 32: no i, l, o, u, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8


def new_code() -> str:
    """A random code of 40 bits: unguessable enough for an address, never for a secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class CodeField(models.SlugField):
    """A unique public code, made at random unless a readable one ("week-2025") is given."""

    default_validators = [RegexValidator(r"^[a-z0-9-]+$")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("default", new_code)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """`unique` is always said: the codes in a row's history repeat."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "unique": self.unique}
