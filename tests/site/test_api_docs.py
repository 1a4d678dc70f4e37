"""The examples of docs/extend/api.md, sent to the real API and compared with its answers."""

import json
import re
from dataclasses import dataclass

import pytest
from django.test import Client

from mosty.core.fields import Translated
from mosty.core.models import ApiToken
from mosty.core.tokens import SCOPES
from tests.factories import core as make
from tests.factories.directory import make_organisation
from tests.house import drawing, pages

PAGE = (drawing.ROOT / "docs/extend/api.md").read_text(encoding="utf-8")


@dataclass
class Message:
    """A request or an answer as HTTP writes it."""

    first: str
    headers: dict[str, str]
    body: str

    @classmethod
    def read(cls, text):
        head, _blank, body = text.partition("\n\n")
        first, *lines = head.strip().splitlines()
        return cls(first, dict(line.split(": ", 1) for line in lines), body.strip())


def examples():
    blocks = [Message.read(one.text) for one in pages.blocks(PAGE) if one.language == "http"]
    pairs = list(zip(blocks[::2], blocks[1::2], strict=True))
    assert all(answer.first.startswith("HTTP/1.1 ") for _request, answer in pairs)
    return pairs


def same(shown, given):
    """Whether what the page shows is what was given; "…" stands for any text."""
    if shown == "…":
        return isinstance(given, str) and bool(given)
    if isinstance(shown, dict):
        return shown.keys() == given.keys() and all(same(shown[key], given[key]) for key in shown)
    if isinstance(shown, list):
        return len(shown) == len(given) and all(map(same, shown, given))
    return shown == given


def test_same():
    assert same({"a": ["…"]}, {"a": ["x"]})
    assert not same({"a": ["…"]}, {"a": ["x", "y"]})
    assert not same({"a": "…"}, {"a": ""})
    assert not same({"a": 1}, {"a": 2})
    assert not same({}, {"a": 1})


@pytest.mark.django_db
def test_every_example_gives_the_answer_that_is_shown():
    for code, name, country, city, sector in (
        ("bright-games", {"en": "Bright Games", "tr": "Parlak Oyunlar"}, "TR", "Istanbul", "games"),
        ("tall-films", {"en": "Tall Films"}, "RS", "Belgrade", "film"),
    ):
        make_organisation(
            code=code,
            name=Translated(name),
            country=country,
            city=Translated(en=city),
            sectors=(sector,),
        )
    secret = make.make_token(make.make_manager(), *SCOPES)
    client, cursor = Client(headers={"accept-language": "en"}), ""
    for request, shown in examples():
        method, path = request.first.split()
        sent = {key: value.replace("mosty_…", secret) for key, value in request.headers.items()}
        answer = client.generic(
            method,
            re.sub(r"after=\w+", f"after={cursor}", path),
            request.body,
            content_type=sent.pop("Content-Type", "application/json"),
            headers=sent,
        )
        assert answer.status_code == int(shown.first.split()[1]), answer.content.decode()
        if shown.headers:
            assert answer["Content-Type"] == shown.headers["Content-Type"]
            assert same(json.loads(shown.body), answer.json()), answer.json()
            cursor = answer.json().get("next") or cursor
    assert ApiToken.objects.count() == 1


def test_the_page_names_every_scope():
    assert [scope for scope in SCOPES if f"| `{scope}` |" not in PAGE] == []
