"""Countries by CLDR: names in the reader's language, and where they lie."""

import pytest
from django.utils.translation import override

from mosty.core import countries

DEMO = ("RU", "CN", "TR", "IN", "RS", "SA", "BR", "UZ", "KZ", "BY", "AM", "EG", "MX")


def test_names_in_both_languages():
    assert countries.name("CN", "ru") == "Китай"
    assert countries.name("CN", "en") == "China"
    with override("ru"):
        assert countries.name("RS") == "Сербия"
    assert countries.name("QQ", "ru") == "QQ"


def test_only_countries_and_territories():
    codes = countries.codes()
    assert len(codes) == len(set(codes)) > 240
    assert not set(codes) & {"EU", "UN", "ZZ", "001", "150"}
    assert set(DEMO) <= set(codes)


def test_choices_are_in_the_readers_order():
    with override("ru"):
        names = [name for _code, name in countries.choices()]
    assert names[:2] == ["—", "Австралия"]
    assert names.index("Египет") < names.index("Замбия") < names.index("Япония")
    with override("en"):
        assert countries.choices()[1] == ("AF", "Afghanistan")


@pytest.mark.parametrize("code", DEMO)
def test_a_country_has_its_point(code):
    longitude, latitude = countries.point(code)
    assert -180 <= longitude <= 180
    assert -90 <= latitude <= 90


def test_every_point_is_a_countrys():
    assert set(countries.POINTS) <= set(countries.codes())
    assert countries.point("AQ") is None
