"""A record's story: every act, newest first, with what changed in it."""

import datetime as dt

import pytest

from mosty.core.actions import acting, journal
from mosty.core.models import Team
from mosty.core.story import story_of
from tests.factories.core import make_team, make_user


def rename(by, team, name):
    with acting(by, "test.rename"):
        team.name = {"en": name}
        team.save()
        journal(by=by, verb="test.rename", words="renamed", subject=team)


@pytest.mark.django_db(transaction=True)
def test_each_act_has_its_own_changes():
    """Acts that follow each other at once are transactions of their own."""
    user, team = make_user(), make_team(name={"en": "Zero"})
    for name in ("One", "Two", "Three"):
        rename(user, Team.objects.get(pk=team.pk), name)
    told = [
        [(str(change.before["en"]), str(change.after["en"])) for change in chapter.changes]
        for chapter in story_of(team)
    ]
    assert told == [[("Two", "Three")], [("One", "Two")], [("Zero", "One")]]
    assert {chapter.by for chapter in story_of(team)} == {user}


@pytest.mark.django_db
def test_an_act_without_changed_fields_is_told_too():
    user, team = make_user(), make_team()
    with acting(user, "test.call"):
        journal(by=user, verb="test.call", words="called them", subject=team)
    [chapter] = story_of(team)
    assert (chapter.sentence, chapter.changes) == ("called them", ())
    assert isinstance(chapter.at, dt.datetime)


@pytest.mark.django_db
def test_the_story_of_another_record_is_another():
    user, team, other = make_user(), make_team(), make_team()
    rename(user, other, "New")
    assert story_of(team) == []
