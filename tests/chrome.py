"""The Chrome or Chromium that browser tests drive."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_GET_ONE = (
    "No Chrome or Chromium was found. Install one (Debian: apt-get install chromium; Ubuntu: "
    "snap install chromium; macOS: brew install --cask chromium), or name it in MOSTY_CHROME."
)


def find() -> str | None:
    """The browser's path, or None. MOSTY_CHROME names one that lies in an unusual place."""
    named = os.environ.get("MOSTY_CHROME")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((path for path in ON_MACOS if Path(path).exists()), None)


def required() -> bool:
    """Whether a missing browser is a failure rather than a reason to skip."""
    return os.environ.get("MOSTY_REQUIRE_BROWSER", "") not in {"", "0"}
