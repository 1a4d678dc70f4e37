"""The pieces of an act: one transaction, its history, its journal, what comes after it."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils.translation import override

from mosty.core.actions import (
    Refused,
    acting,
    after_commit,
    factories_may_write,
    journal,
    origin,
    refusing,
    writing,
)
from mosty.core.models import JournalEntry, Team
from tests.factories.core import make_team, make_user

pytestmark = pytest.mark.django_db


def rename(by, team, name):
    with acting(by, "test.rename"):
        team.name = {"en": name}
        team.save()
        return journal(
            by=by, verb="test.rename", words="renamed to %(name)s", subject=team, name=name
        )


def test_the_history_knows_who_did_what_through_which_door():
    user, team = make_user(), make_team()
    token = origin.set("page")
    try:
        rename(user, team, "New")
    finally:
        origin.reset(token)
    version = team.history.order_by("pgh_id").last()
    assert str(version.name["en"]) == "New"
    assert version.pgh_context.metadata == {
        "user": user.pk,
        "verb": "test.rename",
        "origin": "page",
    }
    entry = JournalEntry.objects.get()
    assert (entry.by, entry.origin, entry.subject_id) == (user, "page", team.pk)


def test_what_fails_leaves_nothing():
    user, team = make_user(), make_team()

    def fail():
        with acting(user, "test.fail"):
            rename(user, team, "Never")
            raise Refused("no")

    with pytest.raises(Refused):
        fail()
    team.refresh_from_db()
    assert "Never" not in str(team.name)
    assert not JournalEntry.objects.exists()
    assert not writing.get()


def test_nothing_may_be_written_outside_an_act():
    team = make_team()
    with pytest.raises(AssertionError, match="by an action only"), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(code="changed")
    with acting(make_user(), "test.change"):
        Team.objects.filter(pk=team.pk).update(code="changed")


def test_an_act_inside_an_act_ends_with_the_outer_one():
    with acting(None, "test.outer"):
        with acting(None, "test.inner"):
            pass
        assert writing.get()
    assert not writing.get()


def test_what_comes_after_comes_only_when_it_is_certain(django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True), acting(None, "test.act"):
        after_commit(done.append, "sent")
        assert done == []
    assert done == ["sent"]

    def fail():
        with acting(None, "test.act"):
            after_commit(done.append, "never")
            raise Refused("no")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        fail()
    assert done == ["sent"]


def test_a_constraint_speaks_kindly():
    team = make_team()
    with (
        pytest.raises(Refused) as refused,
        refusing({"core_team_code_key": "This code is taken."}),
        acting(None, "test.add"),
    ):
        Team.objects.create(code=team.code)
    assert refused.value.message == "This code is taken."
    with (
        pytest.raises(IntegrityError),
        refusing({"another": "Something else."}),
        acting(None, "test.add"),
    ):
        Team.objects.create(code=team.code)


def test_the_journal_cannot_be_rewritten():
    entry = rename(make_user(), make_team(), "New")
    rows = JournalEntry.objects.filter(pk=entry.pk)
    for change in ({"verb": "x"}, {"words": "x"}, {"subject_id": 7}, {"origin": "job"}):
        with pytest.raises(ProgrammingError), factories_may_write(), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ProgrammingError), factories_may_write(), transaction.atomic():
        rows.delete()
    with pytest.raises(ProgrammingError), factories_may_write(), transaction.atomic():
        connection.cursor().execute("DELETE FROM core_journalentry")
    assert rows.get().verb == "test.rename"


def test_erasure_takes_the_details_and_leaves_the_act():
    entry = rename(make_user(), make_team(), "A name to forget")
    with factories_may_write():
        JournalEntry.objects.filter(pk=entry.pk).update(details={}, subject_label="", by=None)
    entry.refresh_from_db()
    assert entry.sentence == "renamed to …"


def test_a_sentence_is_translated_when_it_is_read():
    team = make_team()
    with acting(None, "agreements.sign"):
        entry = journal(by=None, verb="agreements.sign", words="recorded the signing", subject=team)
    with override("en"):
        assert entry.sentence == "recorded the signing"
    with override("ru"):
        assert entry.sentence == "отмечено подписание"
