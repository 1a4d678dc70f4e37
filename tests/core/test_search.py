"""The one search box: every word in any language, only what may be seen."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mosty.core.search import SHOWN, find
from tests.factories.agreements import make_agreement
from tests.factories.core import make_auditor, make_user
from tests.factories.directory import make_organisation
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def found(user, query):
    return {kind.searchable.key: (kind.records, kind.more) for kind in find(user, query)}


def test_all_words_in_any_language_and_case():
    user = make_user()
    studio = make_organisation(name={"ru": "Студия «Ёлка»", "en": "Yolka Studio", "zh": "枞树"})
    for query in ("ёлка", "ЁЛКА студия", "yolka", "枞树", "studio ёлка"):
        assert found(user, query)["organisations"] == ((studio,), False)
    assert "organisations" not in found(user, "ёлка завод")


def test_nothing_is_asked_for_nothing():
    user = make_user()
    with CaptureQueriesContext(connection) as queries:
        for query in ("", "   ", "\0", "\t\n"):
            assert found(user, query) == {}
    assert len(queries) == 0


def test_signs_of_the_database_are_only_signs():
    make_organisation(name={"en": "Plain"})
    percent = make_organisation(name={"en": "100% film"})
    user = make_user()
    assert found(user, "100%")["organisations"][0] == (percent,)
    for query in ("%", "_", "\\", "'; DROP TABLE"):
        records = found(user, query).get("organisations", ((), False))[0]
        assert all(str(record) == "100% film" for record in records)


def test_only_what_may_be_seen_is_found():
    agreement = make_agreement(title={"en": "Zanzibar films"})
    make_event(name={"en": "Zanzibar secret"}, state="draft")
    public = make_event(name={"en": "Zanzibar week"})
    assert found(make_auditor(), "zanzibar")["agreements"][0] == (agreement,)
    for user in (make_user(), AnonymousUser()):
        assert found(user, "zanzibar") == {"events": ((public,), False)}


def test_more_are_told_of():
    for _number in range(SHOWN + 1):
        make_organisation(name={"en": "Many alike"})
    records, more = found(make_user(), "alike")["organisations"]
    assert (len(records), more) == (SHOWN, True)


def test_the_page_stands_any_query(client):
    client.force_login(make_user())
    assert client.get(reverse("search"), {"q": "\0"}).status_code == 400
    for query in ("", "x" * 5000, "<script>alert(1)</script>"):
        answer = client.get(reverse("search"), {"q": query})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
