"""The description of the API is whole, and says of each call what it needs and how it fails."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from mosty.core.tokens import SCOPES
from mosty.site.reference import operations
from mosty.site.routes import api
from tests.factories import core as make

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(), default=str))
OPERATIONS = [
    pytest.param(path, method, details, id=f"{method.upper()} {path}")
    for path, methods in SCHEMA["paths"].items()
    for method, details in methods.items()
]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def references(part):
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_openapi_and_open_to_everybody(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")
    served = answer.json()
    assert served["openapi"] == "3.1.0"
    assert set(served["info"]) >= {"title", "version", "description"}
    assert served["paths"] == SCHEMA["paths"]


def test_every_reference_leads_somewhere():
    known = {f"#/components/schemas/{name}" for name in SCHEMA["components"]["schemas"]}
    assert set(references(SCHEMA)) - known == set()


def test_every_operation_has_its_own_name():
    names = [details["operationId"] for _path, _method, details in (o.values for o in OPERATIONS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_an_operation_says_what_it_does(path, method, details):
    assert path.startswith("/api/v1/")
    assert details["summary"]
    assert not details["summary"].endswith(".")
    assert "_" not in details["summary"]
    assert details["tags"]


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_an_operation_names_its_scope(path, method, details):
    (security,) = details["security"]
    (scope,) = security["Scope"]
    assert scope in SCOPES
    assert SCHEMA["components"]["securitySchemes"]["Scope"] == {"type": "http", "scheme": "bearer"}
    assert scope.endswith(":read") is (method == "get")


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_an_operation_declares_its_errors(path, method, details):
    responses = {int(status): answer for status, answer in details["responses"].items()}
    wanted = {401, 403}
    wanted |= {404} if "{" in path else set()
    wanted |= {409} if method != "get" else set()
    assert wanted - set(responses) == set()
    for status, answer in responses.items():
        if status >= 400:
            assert answer["content"] == PROBLEM
    assert any(200 <= status < 300 for status in responses)


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_every_part_of_the_address_is_a_parameter(path, method, details):
    parts = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    given = {one["name"] for one in details["parameters"] if one["in"] == "path"}
    assert parts == given
    assert all(one["required"] for one in details["parameters"] if one["in"] == "path")


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_a_write_can_be_repeated(path, method, details):
    headers = {one["name"] for one in details["parameters"] if one["in"] == "header"}
    assert headers == ({"Idempotency-Key"} if method == "post" else set())


@pytest.mark.parametrize(("path", "method", "details"), OPERATIONS)
def test_a_list_comes_in_pages(path, method, details):
    queries = {one["name"] for one in details["parameters"] if one["in"] == "query"}
    answer = details["responses"].get("200") or details["responses"].get(200) or {}
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    fields = set(SCHEMA["components"]["schemas"].get(name, {}).get("properties", {}))
    assert ({"items", "next"} <= fields) is ({"after", "limit"} <= queries)


def test_every_scope_is_asked_for_by_some_operation():
    used = {operation.scope for operation in operations(SCHEMA)}
    assert used == set(SCOPES)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_for_people_shows_every_operation(db, language):
    page = Client(headers={"accept-language": language}).get(reverse("api_docs"))
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    shown = list(operations(SCHEMA))
    assert len(shown) == len(OPERATIONS)
    assert [one.path for one in shown if f"{one.path}</code>" not in text] == []
    assert [scope for scope in SCOPES if f"<code>{scope}</code>" not in text] == []
    assert "<script>" not in text


def test_errors_are_problems_as_they_are_described(db):
    user = make.make_user()
    secret = make.make_token(user, "events:read")
    bearer = Client(headers={"Authorization": f"Bearer {secret}", "accept-language": "en"})
    answers = {
        401: Client().get("/api/v1/events"),
        403: bearer.get("/api/v1/agreements"),
        404: bearer.get("/api/v1/events/none"),
        422: bearer.get("/api/v1/events?after=!"),
    }
    wanted = set(SCHEMA["components"]["schemas"]["Problem"]["required"])
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert wanted <= set(answer.json())
        assert answer.json()["status"] == status
