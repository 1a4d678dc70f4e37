"""The description of the API (OpenAPI 3.1): what ninja finds, and what only this house knows.

Added to each operation: its scope, the header for repeated calls, the errors it may answer with as
problem+json, and a summary that is the first sentence of its docstring.
"""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "An error as RFC 9457 describes it.",
    "type": "object",
    "required": ["type", "status", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "What is wrong, in words for people."},
        "field": {"type": ["string", "null"], "description": "The field that was refused."},
        "errors": {
            "type": "array",
            "description": "With 422: each wrong field and what is wrong with it.",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
            },
        },
    },
}
PROBLEMS = {
    401: "No valid token: none, unknown, expired or revoked",
    403: "The token lacks the scope, or its user may not do that",
    404: "There is no such record, or it is not open to the token's user",
    409: "Refused: the title says why and what to do",
    422: "Some fields are not as they should be",
}
IDEMPOTENCY_KEY: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key and body give the first call's answer and do nothing twice.",
    "schema": {"type": "string"},
}


class Description(OpenAPISchema):
    """The description of one API, made anew from its operations."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        summary, _newline, more = (operation.description or operation.summary).partition("\n")
        details["summary"] = summary.strip().rstrip(".")
        details.pop("description", None)
        if more.strip():
            details["description"] = more.strip()
        if getattr(operation.view_func, "is_idempotent", False):
            details["parameters"] = [*details["parameters"], IDEMPOTENCY_KEY]
        for status in _statuses(operation, details):
            details["responses"].setdefault(status, _problem(PROBLEMS[status]))
        return details

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] | None = super().operation_security(operation)
        scopes = [auth.scope for auth in operation.auth_callbacks or () if hasattr(auth, "scope")]
        return [{"Scope": [scope]} for scope in scopes] or found

    def get_components(self) -> dict[str, Any]:
        components: dict[str, Any] = super().get_components()
        components["schemas"]["Problem"] = PROBLEM
        return components


class Api(NinjaAPI):
    """An API that describes itself in full."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Description:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Description(api=self, path_prefix=prefix)


def _statuses(operation: Operation, details: dict[str, Any]) -> list[int]:
    """The errors an operation may answer with."""
    writes = set(operation.methods) - {"GET", "HEAD"}
    possible = {
        401: bool(operation.auth_callbacks),
        403: bool(operation.auth_callbacks),
        404: any(parameter["in"] == "path" for parameter in details["parameters"]),
        409: bool(writes),
        422: bool(details["parameters"]) or "requestBody" in details,
    }
    return [status for status, may in possible.items() if may]


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}
