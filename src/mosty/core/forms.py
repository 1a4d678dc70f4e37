"""How forms are drawn: label, hint, box and error of a field together, a summary on top."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

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
