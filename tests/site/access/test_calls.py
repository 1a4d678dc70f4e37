"""Every call of the API, every record, every role; without a token and without the scope."""

import pytest

from mosty.site.routes import api
from tests.site.access import asking, table
from tests.site.access.world import ROLES, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_calls_answer_as_the_table_says(world: World) -> None:
    tokens = {role: world.token(role) for role in ROLES}
    faults = []
    for line in table.lines(table.CALLS):
        for role in ROLES:
            answer = asking.call(line, world, tokens[role])
            if answer.word != line.answer(role):
                faults.append(f"{line.title}: {role} gets {answer.word}, not {line.answer(role)}")
            if answer.word in table.SHUT and answer.written:
                faults.append(f"{line.title}: {role} is refused, yet {answer.written} was written")
            if marks := answer.not_for(role, line):
                faults.append(f"{line.title}: {role} reads {sorted(marks)}")
    assert faults == []


def test_the_table_has_every_call() -> None:
    described = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert {(line.method, line.page) for line in table.lines(table.CALLS)} == described


def test_a_token_without_the_scope_is_refused_everywhere(world: World) -> None:
    paths = api.get_openapi_schema()["paths"]
    answers = {}
    for line in table.lines(table.CALLS):
        needed = paths[f"/api/v1{line.page}"][line.method.lower()]["security"][0]["Scope"][0]
        others = [scope for scope in asking.SCOPES if scope != needed]
        answer = asking.call(line, world, world.token("administrator", *others))
        answers[line.title] = (answer.word, *answer.written)
    assert set(answers.values()) == {("403",)}
