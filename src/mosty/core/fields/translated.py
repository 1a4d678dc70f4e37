"""Text in several languages: one JSON column from language to text, one stated fallback."""

from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mosty.core import languages


class Translated(dict[str, str]):
    """Language code to text. `str()` gives the text for the reader of the moment."""

    def __init__(self, texts: "dict[str, str] | str | None" = None, **more: str) -> None:
        given = {languages.current(): texts} if isinstance(texts, str) else dict(texts or {})
        super().__init__({key: text for key, text in {**given, **more}.items() if text})

    def language_for(self, language: str) -> str | None:
        """The language in which a reader of `language` gets this text; None when there is none."""
        order = (language, *languages.FALLBACK, *sorted(self))
        return next((code for code in order if code in self), None)

    def for_reader(self, language: str) -> str:
        """The text for a reader of `language`, by the fallback of `core.languages`."""
        found = self.language_for(language)
        return self[found] if found else ""

    @property
    def lang(self) -> str:
        """The language actually shown to the reader: what belongs in the `lang` attribute."""
        return self.language_for(languages.current()) or languages.current()

    def __str__(self) -> str:
        return self.for_reader(languages.current())

    def __bool__(self) -> bool:
        return len(self) > 0


class _Descriptor(DeferredAttribute):
    """Turns plain dictionaries into `Translated` when they are assigned."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, dict) and not isinstance(value, Translated):
            value = Translated(value)
        instance.__dict__[self.field.attname] = value


class TranslatedField(models.JSONField):
    """A `Translated`; empty is `{}`, never NULL."""

    descriptor_class = _Descriptor

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        return Translated(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        return Translated(value) if isinstance(value, dict) else value

    def validate(self, value: Any, model_instance: Any) -> None:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("Texts are given by language."))
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs: Any) -> Any:
        return TranslatedFormField(
            multiline=self.multiline,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


@TranslatedField.register_lookup
class AllTexts(models.Transform):
    """`name__text`: the texts of all languages as one, for search."""

    lookup_name = "text"
    function = "mosty_texts"
    output_field = models.TextField()


class TranslatedWidget(forms.Widget):
    """One box a language; the template `core/widgets/translated.html` draws them.

    A text in a language outside the interface (a Chinese name) gets a box as soon as it exists,
    so that editing never loses it.
    """

    template_name = "core/widgets/translated.html"

    def __init__(self, *, multiline: bool = False, attrs: Any = None) -> None:
        self.multiline = multiline
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> Any:
        context = super().get_context(name, value, attrs)
        value = value if isinstance(value, dict) else {}
        offered = [code for code, _name in settings.LANGUAGES]
        context["widget"]["multiline"] = self.multiline
        context["widget"]["boxes"] = [
            {
                "language": code,
                "label": _language_name(code),
                "name": f"{name}_{code}",
                "id": f"{context['widget']['attrs'].get('id', name)}_{code}",
                "text": value.get(code, ""),
            }
            for code in [*offered, *(code for code in value if code not in offered)]
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Translated:
        prefix = f"{name}_"
        return Translated(
            {
                key.removeprefix(prefix): data.get(key, "").strip()
                for key in data
                if key.startswith(prefix) and _is_language(key.removeprefix(prefix))
            },
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{settings.LANGUAGES[0][0]}"


class TranslatedFormField(forms.Field):
    """Takes a `Translated`; at least one language when required."""

    widget = TranslatedWidget

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", TranslatedWidget(multiline=multiline))
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return dict(initial or {}) != dict(data or {})


def _is_language(code: str) -> bool:
    return code.replace("-", "").isalpha() and 2 <= len(code) <= 10


def _language_name(code: str) -> str:
    """In the reader's language: as Django writes it, else by CLDR."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        known = Locale.parse(languages.current()).languages
        return str(known.get(code.replace("-", "_"), code)).capitalize()


def in_language(path: str) -> models.Func:
    """The text of the translated column at `path` for the reader of the moment, in SQL."""
    return models.Func(
        models.F(path),
        models.Value(languages.current()),
        function="mosty_text",
        output_field=models.TextField(),
    )


class SortKey(models.Func):
    """Orders texts as Russian does (ё after е, case ignored) on any server."""

    template = '%(function)s(%(expressions)s) COLLATE "C"'
    function = "mosty_sort_key"
    output_field = models.TextField()

    def __init__(self, text: "str | Combinable", **extra: Any) -> None:
        super().__init__(in_language(text) if isinstance(text, str) else text, **extra)
