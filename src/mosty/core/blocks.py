"""Forms that staff put together: blocks, versions, and answers tied to the version given in.

Only the interface: a form is a version and its blocks, and a record that keeps answers keeps the
version too, so that old answers are read with the questions they were given to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms

CHOICE, LINES = "choice", "lines"


class Answered(Protocol):
    """A record that keeps answers to a form, and the version of the form they were given in."""

    answers: Mapping[str, Any]
    form_version: int


@dataclass(frozen=True)
class Block:
    """One question. `kind` is "choice" (one of `choices`: key, label) or "lines" (free text)."""

    key: str
    kind: str
    label: Any
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()

    def field(self) -> forms.Field:
        """The question as a field of a Django form."""
        if self.kind == CHOICE:
            return forms.ChoiceField(
                label=self.label,
                required=self.required,
                choices=self.choices if self.required else (("", "—"), *self.choices),
            )
        return forms.CharField(
            label=self.label,
            required=self.required,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def shown(self, answer: Any) -> Any:
        """An answer in words."""
        return dict(self.choices).get(answer, answer)


@dataclass(frozen=True)
class Form:
    """One version of a form."""

    version: int
    blocks: tuple[Block, ...]

    def answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, ready to be kept: the form's own keys, without empty answers."""
        return {block.key: given[block.key] for block in self.blocks if given.get(block.key)}

    def shown(self, record: Answered) -> list[tuple[Any, Any]]:
        """(question, answer in words) of a record; empty for answers of another version."""
        if record.form_version != self.version:
            return []
        return [
            (block.label, block.shown(record.answers[block.key]))
            for block in self.blocks
            if block.key in record.answers
        ]
