"""Fields of the house: translated texts and partial dates, in Python and in the database."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection
from django.utils import translation

from mosty.core.actions import factories_may_write
from mosty.core.fields import PartialDate, SortKey, Translated
from mosty.core.models import Sector, Source


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2025-08-28", dt.date(2025, 8, 28), dt.date(2025, 8, 28)),
    ],
)
def test_a_partial_date_knows_the_days_it_may_mean(text, first, last):
    date = PartialDate(text)
    assert (date.first, date.last) == (first, last)


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-02-30", "2025-8-1", "28.08.2025"])
def test_a_partial_date_refuses_other_texts(text):
    with pytest.raises(ValueError, match="day"):
        PartialDate(text)


def test_a_translated_text_falls_back_as_stated():
    name = Translated(zh="北京天文馆", ru="Пекинский планетарий")
    with translation.override("en"):
        assert (str(name), name.lang) == ("Пекинский планетарий", "ru")
    with translation.override("ru"):
        assert str(name) == "Пекинский планетарий"
    with translation.override("en"):
        assert (str(Translated(zh="北京")), Translated(zh="北京").lang) == ("北京", "zh")


@pytest.mark.django_db
def test_the_database_falls_back_as_python_does():
    texts = [{"zh": "北京"}, {"ru": "а", "en": "b"}, {"ru": "а", "tr": "ç"}, {}]
    with connection.cursor() as cursor:
        for text in texts:
            for language in ("ru", "en", "tr", "ar"):
                cursor.execute("SELECT mosty_text(%s::jsonb, %s)", [_json(text), language])
                assert cursor.fetchone()[0] == Translated(text).for_reader(language)


@pytest.mark.django_db
def test_texts_are_ordered_as_russian_is():
    with factories_may_write(), translation.override("ru"):
        Sector.objects.all().delete()
        for place, word in enumerate(["Жар", "ёлка", "Ель", "Ёж", "ежа", "Арка"]):
            Sector.objects.create(code=f"s{place}", name={"ru": word})
        ordered = [str(row) for row in Sector.objects.order_by(SortKey("name"))]
    assert ordered == ["Арка", "ежа", "Ель", "Ёж", "ёлка", "Жар"]


@pytest.mark.django_db
def test_the_database_refuses_a_date_that_is_none():
    with pytest.raises(IntegrityError), connection.cursor() as cursor, factories_may_write():
        cursor.execute(
            "INSERT INTO core_source (key, published, about, address) VALUES ('a', '25', '{}', '')"
        )


@pytest.mark.django_db
def test_a_partial_date_comes_back_as_it_was_stored():
    with factories_may_write():
        Source.objects.create(key="s", published="2024-01", about={"en": "About"})
    assert Source.objects.get(published__gte=PartialDate("2024")).published == PartialDate(
        "2024-01"
    )


@pytest.mark.django_db
def test_search_reads_every_language():
    with factories_may_write():
        Sector.objects.create(code="x", name={"ru": "Кино", "zh": "电影"})
    assert Sector.objects.get(name__text__icontains="电影").code == "x"
    assert not Sector.objects.filter(name__text__icontains="zh").exists()


def _json(texts: dict[str, str]) -> str:

    return json.dumps(texts)
