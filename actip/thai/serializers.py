"""The same input rules for the API: dates of either era come in, ISO 8601 of the Common Era goes out; text is cleaned the same way.

What is described as text, a number or a yes or no is taken as that alone: a number would have lost the zero that a telephone
or a document begins with.
"""

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from actip.thai.dates import parse_date
from actip.thai.text import clean_text
from actip.thai.times import parse_datetime

DIGITS = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


def _refusal(error: ValidationError) -> serializers.ValidationError:
    return serializers.ValidationError(error.messages, code=error.code)


class OfType:
    """Refuses what is of another type of JSON than `takes`."""

    takes: type

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not self.takes:
            self.fail("invalid", input=data, value=data)  # type: ignore[attr-defined]
        return super().to_internal_value(data)  # type: ignore[misc]


class WholeField(OfType, serializers.IntegerField):
    takes = int


class YesNoField(OfType, serializers.BooleanField):
    takes = bool


class KeyField(OfType, serializers.UUIDField):
    takes = str


class AmountField(OfType, serializers.DecimalField):
    """Money and measures as text, so that none is rounded on the way."""

    takes = str
    default_error_messages = {"invalid": _('Send the number as text, in digits with a point, such as "3000.00".')}

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data if isinstance(data, str) and DIGITS.fullmatch(data) else None)


class ThaiCharField(OfType, serializers.CharField):
    """A string after `clean_text`; `multiline=True` for a text of several lines."""

    takes = str

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
