from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import override

from mosty.core import tokens
from mosty.core.actions import Refused
from mosty.core.models import ApiToken, JournalEntry
from mosty.core.permissions import Denied
from tests.factories.core import make_administrator, make_auditor, make_user

pytestmark = pytest.mark.django_db


def issue(user, **given):
    fields = {"name": "Statistics", "scopes": ["events:read", "people:read"], **given}
    return tokens.issue_token(by=user, **fields)


def test_only_the_hash_of_a_token_is_kept():
    user = make_user()
    token, secret = issue(user)
    kept = ApiToken.objects.values().get()
    assert kept["digest"] == ApiToken.digest_of(secret)
    assert secret.startswith("mosty_")
    assert secret not in str(kept)
    assert secret not in str(JournalEntry.objects.values())
    assert token.scopes == ["people:read", "events:read"]


def test_issuing_is_in_the_journal():
    user = make_user()
    token, _secret = issue(user)
    entry = JournalEntry.objects.get(verb="core.issue_token")
    assert (entry.by, entry.subject_id) == (user, token.pk)
    with override("en"):
        assert entry.sentence == "issued an API token for people:read, events:read"


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"name": "  "}, "name", tokens.NO_NAME),
        ({"scopes": []}, "scopes", tokens.NO_SCOPE),
        ({"scopes": ["events:read", "all"]}, "scopes", "There is no such scope: all."),
    ],
)
def test_what_a_token_must_have(given, field, message):
    with override("en"):
        with pytest.raises(Refused) as refusal:
            issue(make_user(), **given)
        assert (refusal.value.field, str(refusal.value.message)) == (field, str(message))
    assert not ApiToken.objects.exists()


def test_a_token_that_has_expired_already_is_refused():
    with pytest.raises(Refused) as refusal:
        issue(make_user(), expires_at=timezone.now() - timedelta(seconds=1))
    assert refusal.value.field == "expires_at"


def test_nobody_else_gets_a_token():
    with pytest.raises(Denied):
        issue(AnonymousUser())
    with pytest.raises(Denied):
        issue(make_user(is_active=False))


def test_revoking_ends_a_token_once():
    user = make_user()
    token, _secret = issue(user)
    first = tokens.revoke_token(by=user, token=token).revoked_at
    assert tokens.revoke_token(by=user, token=token).revoked_at == first
    assert first is not None
    assert JournalEntry.objects.filter(verb="core.revoke_token").count() == 1


def test_a_token_is_revoked_by_its_owner_or_an_administrator():
    token, _secret = issue(make_user())
    for other in (make_user(), make_auditor()):
        with pytest.raises(Denied) as denial:
            tokens.revoke_token(by=other, token=token)
        assert denial.value.reason == tokens.REVOKE_TOKEN.reason
    assert tokens.revoke_token(by=make_administrator(), token=token).revoked_at


def test_a_list_of_tokens_is_ones_own():
    user, other = make_user(), make_user()
    mine, _secret = issue(user)
    issue(other)
    assert list(tokens.SEE_TOKEN.filter(user, ApiToken.objects.all())) == [mine]
    assert not tokens.SEE_TOKEN.filter(AnonymousUser(), ApiToken.objects.all()).exists()
