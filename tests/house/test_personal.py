"""What is kept of people is declared beside the field: its purpose and how long it is kept."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from mosty.core.personal import Personal

# Columns of these names tell of people, whatever they hold.
TELLING = ("email", "phone", "birth", "passport", "answers", "details", "note", "message")
# What has a name and is no person.
THINGS = {
    *("core.ApiToken", "core.Sector", "core.StoredFile", "core.Team"),
    *("directory.Organisation", "directory.OrganisationKind"),
    *("places.Venue", "places.Hall", "events.Event", "agreements.Subject"),
    "results.StatedFigure",  # its note is of the published number
}


def ours() -> list[type[models.Model]]:
    """Our models without the tables of their history, which follow them."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("mosty.") and not hasattr(model, "pgh_tracked_model")
    ]


def telling(model: type[models.Model]) -> set[str]:
    """The columns of a model that must be declared."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField)
        or (model._meta.label not in THINGS and field.name == "name")
        or (model._meta.label not in THINGS and any(word in field.name for word in TELLING))
    }


def declared(model: type[models.Model]) -> dict[str, Any]:
    return getattr(model, "personal_data", {})


def cases() -> Iterator[Any]:
    for model in ours():
        if telling(model) or declared(model):
            yield pytest.param(model, id=model._meta.label)


@pytest.mark.parametrize("model", list(cases()))
def test_whoever_keeps_names_and_addresses_says_why_and_how_long(model: type[models.Model]) -> None:
    assert telling(model) - declared(model).keys() == set()
    columns = {field.name for field in model._meta.concrete_fields}
    assert declared(model).keys() - columns == set()
    for kept in declared(model).values():
        assert isinstance(kept, Personal)
        assert kept.keep > dt.timedelta(0)
        with translation.override("en"):
            assert str(kept.purpose)


def test_things_that_have_names_are_still_there() -> None:
    assert {model._meta.label for model in ours()} >= THINGS


def test_a_model_that_declares_nothing_is_found() -> None:
    """The rule itself: an undeclared telephone would be named."""

    class Stranger(models.Model):
        telephone = models.CharField(max_length=20)
        reached_at = models.EmailField()
        name = models.CharField(max_length=20)

        class Meta:
            app_label = "tests_of_the_house"
            managed = False

        def __str__(self) -> str:
            return self.name

    try:
        assert telling(Stranger) == {"telephone", "reached_at", "name"}
    finally:
        del apps.all_models["tests_of_the_house"]
        apps.clear_cache()
