"""How forms are drawn: label, hint, box and error of a field together, a summary on top."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.translation import gettext_noop

KIT_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-control"),
    (forms.ClearableFileInput, ""),
    (forms.MultiWidget, ""),
    (Input, "form-control"),
)

# Texts of the sign-in pages that allauth's Russian lacks or says clumsily. Core's catalogue comes
# first, so its translation of them is the one that is shown.
SIGN_IN_TEXTS = (
    gettext_noop("Authenticator secret"),
    gettext_noop("Authenticator App"),
    gettext_noop("Activate Authenticator App"),
    gettext_noop("An authenticator app is not active."),
    gettext_noop("Activate"),
    gettext_noop("Deactivate"),
    gettext_noop("Generate"),
    gettext_noop("Add Email"),
    gettext_noop("Forgot your password?"),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email "
        "allowing you to reset it.",
    ),
    gettext_noop(
        "You can store this secret and use it to reinstall your authenticator app at a later time.",
    ),
)


class Field(BoundField):
    """A field of a form as the templates draw it."""

    @property
    def is_single_box(self) -> bool:
        """A single tick box stands before its label, not below it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        kit_class = next((name for kind, name in KIT_CLASSES if isinstance(widget, kind)), "")
        own_class = widget.attrs.get("class", "")
        classes = f"{own_class} {kit_class}".strip()
        return {**built, "class": classes} if classes else built


class Renderer(TemplatesSetting):
    """Django's form renderer with the templates of the house."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"
    bound_field_class = Field
