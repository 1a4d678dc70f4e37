"""The API's description as a page for people, drawn from the same schema that programs read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mosty.core.tokens import SCOPES
from mosty.site.routes import api

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of what is sent or answered."""

    name: str
    kind: str
    required: bool = False
    about: str = ""


@dataclass(frozen=True)
class Operation:
    """One thing the API can do."""

    method: str
    path: str
    summary: str
    about: str
    tag: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]

    @property
    def anchor(self) -> str:
        words = "".join(letter if letter.isalnum() else "-" for letter in self.path)
        return f"{self.method.lower()}{words}".rstrip("-")


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every operation by subject: address, scope, fields."""
    groups: dict[str, list[Operation]] = {}
    for operation in operations(api.get_openapi_schema()):
        groups.setdefault(operation.tag, []).append(operation)
    return render(request, "site/api_docs.html", {"groups": groups.items(), "scopes": SCOPES})


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    """The operations of a schema in its own order."""
    schemas = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(method, path, methods[method], schemas)


def _operation(
    method: str, path: str, details: dict[str, Any], schemas: dict[str, Any]
) -> Operation:
    security = details.get("security") or [{}]
    scopes = [scope for kind in security for needed in kind.values() for scope in needed]
    good = next(code for code in details["responses"] if 200 <= int(code) < 300)
    return Operation(
        method=method.upper(),
        path=path,
        summary=details["summary"],
        about=details.get("description", ""),
        tag=(details.get("tags") or ["other"])[0],
        scope=", ".join(scopes),
        parameters=tuple(
            Field(
                parameter["name"],
                _kind(parameter["schema"]),
                parameter.get("required", False),
                parameter.get("description", ""),
            )
            for parameter in details["parameters"]
        ),
        body=_content(details.get("requestBody", {}), schemas),
        answer=_content(details["responses"][good], schemas),
    )


def _content(holder: dict[str, Any], schemas: dict[str, Any]) -> tuple[Field, ...]:
    """The fields of a body or an answer in JSON; those of the records when it is a page of them."""
    found = _resolved(holder.get("content", {}).get("application/json", {}).get("schema"), schemas)
    items = found.get("properties", {}).get("items", {})
    if "next" in found.get("properties", {}) and "items" in items:
        found = _resolved(items["items"], schemas)
    needed = found.get("required", [])
    return tuple(
        Field(name, _kind(field), name in needed, field.get("description", ""))
        for name, field in found.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any] | None, schemas: dict[str, Any]) -> dict[str, Any]:
    reference = (schema or {}).get("$ref", "")
    return schemas[reference.rpartition("/")[2]] if reference else schema or {}


def _kind(schema: dict[str, Any]) -> str:
    """The type of a field as people write it: "string or null", "list of SideOut"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object: {_kind(schema['additionalProperties'])} by key"
    return str(schema.get("format") or schema.get("type") or "any")
