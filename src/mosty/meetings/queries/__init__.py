"""Readings that pages, the API and actions share. `problem` is imported where the engine runs."""
