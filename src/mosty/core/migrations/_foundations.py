"""What the tables stand on: extensions, and two functions for texts in several languages."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# The reader's language, then English, then Russian, then the first there is: the same order as
# core.languages.FALLBACK.
TEXT = """
CREATE FUNCTION mosty_text(texts jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(
        texts ->> language, texts ->> 'en', texts ->> 'ru',
        (SELECT value FROM jsonb_each_text(texts) ORDER BY key COLLATE "C" LIMIT 1), ''
    )
$$
"""

TEXTS = """
CREATE FUNCTION mosty_texts(texts jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(value, E'\\n' ORDER BY key COLLATE "C"), '')
    FROM jsonb_each_text(texts)
$$
"""

# Code points put ё after я; here it follows е, and case does not matter.
SORT_KEY = """
CREATE FUNCTION mosty_sort_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(lower(value), 'ё', U&'\\0435\\E000')
$$
"""

OPERATIONS = [
    TrigramExtension(),
    UnaccentExtension(),
    BtreeGistExtension(),
    migrations.RunSQL(TEXT, "DROP FUNCTION mosty_text(jsonb, text)"),
    migrations.RunSQL(TEXTS, "DROP FUNCTION mosty_texts(jsonb)"),
    migrations.RunSQL(SORT_KEY, "DROP FUNCTION mosty_sort_key(text)"),
]
