"""The guard refuses writes that do not come from an action, whichever way they are written."""

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from mosty.core.actions import acting, factories_may_write
from mosty.core.models import Sector, User
from tests.guard import WriteOutsideAction, changed_tables


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('INSERT INTO "core_user" ("email") VALUES (%s)', ["core_user"]),
        ("insert into core_user values (1)", ["core_user"]),
        ('UPDATE "events_event" SET "title" = %s', ["events_event"]),
        ('UPDATE ONLY "events_event" SET "title" = %s', ["events_event"]),
        ('DELETE FROM "meetings_meeting" WHERE TRUE', ["meetings_meeting"]),
        ('DELETE FROM public."meetings_meeting"', ["meetings_meeting"]),
        ("COPY core_user (email) FROM STDIN", ["core_user"]),
        (
            'WITH gone AS (DELETE FROM "a_b" RETURNING *) INSERT INTO "c_d" SELECT * FROM gone',
            ["a_b", "c_d"],
        ),
        (
            "SELECT set_config('x', 'y', true); UPDATE \"core_user\" SET \"email\" = %s",
            ["core_user"],
        ),
        ('INSERT INTO "a_b" VALUES (1) ON CONFLICT (id) DO UPDATE SET x = 1', ["a_b"]),
        ('UPDATE "core_user" SET "last_login" = %s, "email" = %s WHERE "id" = %s', ["core_user"]),
        ('UPDATE "core_user" SET "last_login" = %s WHERE "core_user"."id" = %s', []),
        ('SELECT * FROM "core_user" FOR UPDATE', []),
        ('SELECT * FROM "core_user" FOR NO KEY UPDATE OF "core_user"', []),
        ('INSERT INTO "django_session" VALUES (%s)', []),
        ('UPDATE "account_emailaddress" SET "verified" = %s', []),
        ("COPY (SELECT 1) TO STDOUT", []),
        ('TRUNCATE "core_user"', []),
    ],
)
def test_a_statement_is_known_by_the_tables_it_changes(sql: str, tables: list[str]) -> None:
    assert changed_tables(sql) == tables


@pytest.mark.django_db
def test_a_write_outside_an_action_is_refused() -> None:
    refused = pytest.raises(WriteOutsideAction, match="core_user")
    with refused, transaction.atomic():
        User.objects.create(email="a@mosty.example")
    with refused, transaction.atomic():
        User.objects.update(email="b@mosty.example")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_user")


@pytest.mark.django_db
def test_actions_and_factories_may_write_and_nobody_after_them() -> None:
    with factories_may_write():
        user = User.objects.create(email="a@mosty.example")
    with acting(user, "tests.rename"):
        User.objects.filter(pk=user.pk).update(email="b@mosty.example")
    with pytest.raises(WriteOutsideAction), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="c@mosty.example")
    assert list(User.objects.values_list("email", flat=True)) == ["b@mosty.example"]


@pytest.mark.django_db
def test_sessions_are_exempt() -> None:
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_connections_of_other_threads_are_watched_too() -> None:
    caught: list[BaseException] = []

    def write() -> None:
        try:
            User.objects.create(email="a@mosty.example")
        except WriteOutsideAction as refusal:
            caught.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_is_there_again_after_a_test_that_commits() -> None:
    assert Sector.objects.exists()
