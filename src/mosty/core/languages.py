"""The languages of the interface and the order in which a missing text falls back."""

from django.utils.translation import get_language

# Reader's language first, then these, then whatever there is (by language code).
# The SQL function `mosty_text` (core migration 0001) repeats this order.
FALLBACK = ("en", "ru")


def current() -> str:
    """The reader's language as a bare code: "ru" for "ru-RU", the fallback when none is active."""
    return (get_language() or FALLBACK[0]).split("-")[0]
