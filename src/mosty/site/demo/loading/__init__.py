"""Loads the example into the database, through the same actions that people use."""
