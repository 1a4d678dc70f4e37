"""How a page calls an action: a refusal is shown at the form or above the page, nothing is lost."""

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from mosty.core.actions import Refused
from mosty.core.versions import Difference, Stale, differences

T = TypeVar("T")


class VersionedForm(forms.ModelForm):
    """A form that remembers which version of the record it showed.

    After a refused save `differences` lists what somebody else changed meanwhile; the form then
    carries the new version, so that saving again is a decision and not an accident. It fills in a
    copy of the record: what was typed and refused is not what the page says of the record.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    differences: tuple[Difference, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "instance": copy(kwargs.get("instance"))})
        self.fields["version"].initial = self.instance.version if self.instance.pk else 1

    def fields_given(self) -> dict[str, Any]:
        """The cleaned fields without the version: what the action is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def differences_beside(self, current: Any) -> tuple[Difference, ...]:
        """What else was changed meanwhile: of what the page edits beside the record's fields."""
        return ()


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """`act()` when the form is filled in and valid; None, with the reason on it, when refused."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Stale as stale:
        versioned = cast("VersionedForm", form)
        versioned.differences = (
            *differences(stale.current, versioned.fields_given()),
            *versioned.differences_beside(stale.current),
        )
        data = cast("QueryDict", form.data).copy()
        data[form.add_prefix("version")] = str(stale.current.version)  # type: ignore[attr-defined]
        form.data = data
        form.add_error(None, stale.message)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return None


def tried(request: HttpRequest, act: Callable[[], object], done: Any) -> bool:
    """Whether `act()` went well; the next page says `done`, or why it was refused."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(request, done)
    return True
