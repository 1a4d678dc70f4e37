"""Django's mail settings from the one address in MOSTY_MAIL_URL."""

from urllib.parse import parse_qs, unquote, urlsplit


def settings_of(address: str) -> dict[str, str | int | bool]:
    """Names and values of Django's settings for ``console:``, ``file:…``, ``smtp://…``, ``smtps://…``."""
    parts = urlsplit(address)
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend + "console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": backend + "filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    encrypted = parse_qs(parts.query).get("tls", ["yes"])[0] != "no"
    whole = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": backend + "smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if whole else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": whole,
        "EMAIL_USE_TLS": encrypted and not whole,
        "EMAIL_TIMEOUT": 20,
    }
