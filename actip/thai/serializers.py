"""The same input rules for the API: dates of either era come in, ISO 8601 of the Common Era goes out; text is cleaned the same way."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from actip.thai.dates import parse_date
from actip.thai.text import clean_text
from actip.thai.times import parse_datetime


def _refusal(error: ValidationError) -> serializers.ValidationError:
    return serializers.ValidationError(error.messages, code=error.code)


class ThaiCharField(serializers.CharField):
    """A string after `clean_text`; `multiline=True` for a text of several lines."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str):
            try:
                data = clean_text(data, multiline=self.multiline)
            except ValidationError as error:
                raise _refusal(error) from None
        return super().to_internal_value(data)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Text of invisible characters only is as empty as an empty text."""
        if isinstance(data, str) and data and not _cleaned_or(data):
            data = ""
        return super().run_validation(data)


class ThaiDateField(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            return super().to_internal_value(value)
        try:
            return parse_date(value)
        except ValidationError as error:
            raise _refusal(error) from None


class ThaiDateTimeField(serializers.DateTimeField):
    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            return super().to_internal_value(value)
        try:
            return parse_datetime(value)
        except ValidationError as error:
            raise _refusal(error) from None


def _cleaned_or(data: str) -> str:
    """The cleaned text, or the text itself when cleaning refuses it: the refusal is said by to_internal_value."""
    try:
        return clean_text(data)
    except ValidationError:
        return data
