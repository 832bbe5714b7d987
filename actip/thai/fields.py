"""Form fields for text, dates, moments and amounts as Thai officials type them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from actip.thai.dates import format_date, in_words, local_day, parse_date
from actip.thai.money import parse_amount
from actip.thai.text import clean_text
from actip.thai.times import format_time, parse_datetime

date_hint = lazy(lambda: _("For example 22/11/2569 or 22/11/2026"), str)
moment_hint = lazy(lambda: _("For example 22/11/2569 09:32 or 22/11/2026 09:32"), str)


class EchoedInput(forms.TextInput):
    """A text input that repeats, in words, what was understood. Never `type=date`: that knows no Buddhist Era."""

    template_name = "thai/echoed_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "spellcheck": "false", "maxlength": "60", "size": "24", "class": "date"}
            | (attrs or {})
        )

    def words(self, text: str) -> str:
        return in_words(parse_date(text))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["echo"] = self.echo(context["widget"]["value"])
        return context

    def echo(self, text: str | None) -> str:
        """The words, or "" when there is nothing to understand; the field's own error says why."""
        try:
            return self.words(text) if text else ""
        except ValidationError:
            return ""


class EchoedMomentInput(EchoedInput):
    def words(self, text: str) -> str:
        moment = parse_datetime(text)
        return f"{in_words(local_day(moment))} {format_time(moment)}"


class ThaiDateField(forms.DateField):
    """A typed date, Buddhist Era or Common Era; shown again as 22/11/2569 on a Thai page and 22/11/2026 on an English one."""

    widget = EchoedInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or date_hint()
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            return parse_date(value) if value.strip() else None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, style="digits") if isinstance(value, date) else value


class ThaiDateTimeField(forms.DateTimeField):
    """A typed date and time in one text, in Bangkok time. One box: one label, one error, one thing to keep in a draft."""

    widget = EchoedMomentInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or moment_hint()
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            return parse_datetime(value) if value.strip() else None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return (
            f"{format_date(value, style='digits')} {format_time(value, 'en')}" if isinstance(value, datetime) else value
        )


class ThaiCharField(forms.CharField):
    """Text after `clean_text`; several lines where the widget is a text area. The length is counted after cleaning."""

    def to_python(self, value: Any) -> str | None:
        value = super().to_python(value)
        if not value:
            return value
        return clean_text(value, multiline=isinstance(self.widget, forms.Textarea)) or self.empty_value


class AmountInput(forms.TextInput):
    """Not `type=number`, which refuses Thai digits and commas."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "decimal", "class": "short"} | (attrs or {}))


class ThaiDecimalField(forms.DecimalField):
    """An amount in Thai or Arabic digits, with or without commas and บาท."""

    widget = AmountInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            return parse_amount(value) if value.strip() else None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as it would be typed: 1,850,000 and 372.50."""
        if not isinstance(value, Decimal):
            return value
        whole, _point, part = f"{value:,f}".partition(".")
        return f"{whole}.{part}" if part.strip("0") else whole


def formfield(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field for a model's field, ours where there is one. Fits `formfield_callback` of modelform_factory."""
    if isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", ThaiDateTimeField)
    elif isinstance(db_field, models.DateField):
        kwargs.setdefault("form_class", ThaiDateField)
    elif isinstance(db_field, models.DecimalField):
        kwargs.setdefault("form_class", ThaiDecimalField)
    elif type(db_field) in (models.CharField, models.TextField) and not db_field.choices:
        kwargs.setdefault("form_class", ThaiCharField)
    return db_field.formfield(**kwargs)
