"""Two people edit one record: the second is told, and shown what differs."""

import pytest

from mosty.agreements.models import Agreement, Subject
from mosty.core.actions import acting
from mosty.core.fields import Translated
from mosty.core.versions import Stale, differences, locked
from tests.factories.agreements import make_agreement
from tests.factories.core import sector

pytestmark = pytest.mark.django_db


def test_the_first_takes_the_next_version_and_the_second_is_stopped():
    agreement = make_agreement()
    with acting(None, "test.change"):
        row = locked(agreement, seen=1)
        assert row.version == 2
        row.save()
    with pytest.raises(Stale) as stale, acting(None, "test.change"):
        locked(agreement, seen=1)
    assert stale.value.current == agreement
    assert stale.value.current.version == 2


def test_only_what_differs_is_shown_in_words():
    films, shows = (Subject.objects.get(code=code) for code in ("joint-films", "exhibitions"))
    agreement = make_agreement(subjects=[films], title={"en": "Old"})
    found = differences(
        agreement,
        {
            "kind": "contract",
            "title": Translated(en="New"),
            "sector": agreement.sector,
            "subjects": Subject.objects.filter(pk__in=[films.pk, shows.pk]),
            "amount": None,
            "first": "no field of the record",
        },
    )
    shown = {str(one.label): (str(one.theirs), str(one.yours)) for one in found}
    assert len(shown) == 3
    assert set(shown.values()) == {
        (str(Agreement.Kind.AGREEMENT.label), str(Agreement.Kind.CONTRACT.label)),
        ("Old", "New"),
        (str(films), ", ".join(sorted([str(films), str(shows)]))),
    }


def test_the_same_again_is_no_difference():
    agreement = make_agreement(sector=sector("games"))
    same = {
        "kind": agreement.kind,
        "title": dict(agreement.title),
        "sector": agreement.sector,
        "subjects": Subject.objects.none(),
        "meetings": [],
    }
    assert differences(agreement, same) == ()
