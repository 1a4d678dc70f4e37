"""Every page, every record, every role: the answer of the table, and nobody else's words."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.site.access import asking, table
from tests.site.access.world import ROLES, World, make_world

pytestmark = pytest.mark.django_db

EXEMPT = ("accounts/", "i18n/", "static/")  # allauth's and Django's own pages
DESCRIBED = ("api_docs", "openapi-json")  # of the API; its calls have a table of their own


@pytest.mark.parametrize("section", table.sections(table.PAGES))
def test_pages_answer_as_the_table_says(section: str) -> None:
    world = make_world()
    clients = {role: _client(world, role) for role in ROLES}
    faults = [
        fault
        for line in table.lines(table.PAGES)
        if line.section == section
        for role in ROLES
        for fault in _faults(line, role, asking.ask(clients[role], line, _address(line, world)))
    ]
    assert faults == []


def test_the_table_has_every_page() -> None:
    named = {line.page.partition("?")[0] for line in table.lines(table.PAGES)}
    assert sorted(named) == sorted(set(_names(get_resolver().url_patterns)))


def test_a_method_without_a_line_is_not_taken() -> None:
    world = make_world()
    client = _client(world, "administrator")
    listed = table.lines(table.PAGES)
    known = {(line.method, line.page.partition("?")[0]) for line in listed}
    answers = {}
    for line in listed:
        other = "POST" if line.method == "GET" else "GET"
        name = line.page.partition("?")[0]
        if (other, name) in known or line.page.startswith("api"):
            continue
        url = _address(line, world)
        asked = client.post(url) if other == "POST" else client.get(url)
        answers[f"{other} {name}"] = asked.status_code
    taken = {title: status for title, status in answers.items() if status not in (405, 404)}
    assert taken == {}


def test_a_change_needs_the_token_of_the_form() -> None:
    world = make_world()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["manager A"])
    posts = [line for line in table.lines(table.PAGES) if line.method == "POST"]
    assert posts
    statuses = {
        line.title: asking.ask(client, line, _address(line, world)).response.status_code
        for line in posts
    }
    assert {title: status for title, status in statuses.items() if status != 403} == {}


def _client(world: World, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    user = world.users[role]
    if user:
        client.force_login(user)
    return client


def _address(line: table.Line, world: World) -> str:
    return asking.address(line, world)


def _faults(line: table.Line, role: str, answer: asking.Answer) -> list[str]:
    found = []
    if answer.word != line.answer(role):
        found.append(f"{line.title}: {role} gets {answer.word}, not {line.answer(role)}")
    if answer.word in table.SHUT and answer.written:
        found.append(f"{line.title}: {role} is refused, yet {answer.written} was written")
    if marks := answer.not_for(role, line):
        found.append(f"{line.title}: {role} reads {sorted(marks)}")
    return found


def _names(patterns: list[URLPattern | URLResolver], under: str = "") -> list[str]:
    """The names of all pages, those of the API's calls aside."""
    names = []
    for each in patterns:
        path = under + str(each.pattern)
        if path.startswith(EXEMPT):
            continue
        if isinstance(each, URLResolver):
            space = f"{each.namespace}:" if each.namespace else ""
            names += [f"{space}{name}" for name in _names(each.url_patterns, path)]
        elif not path.startswith("api/v1/") or each.name in DESCRIBED:
            names.append(each.name)
    return names
