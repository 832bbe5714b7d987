"""Fields of forms and API: the same rules on both, dates echoed in words, text cleaned."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.utils.translation import override
from rest_framework import serializers as rest

from actip.thai import fields, serializers
from actip.thai.dates import BANGKOK


class Sheet(forms.Form):
    """One field of each kind."""

    default_renderer = DjangoTemplates()
    day = fields.ThaiDateField(required=False)
    moment = fields.ThaiDateTimeField(required=False)
    name = fields.ThaiCharField(required=False, max_length=5)
    story = fields.ThaiCharField(required=False, widget=forms.Textarea)
    amount = fields.ThaiDecimalField(required=False, max_digits=8, decimal_places=2)


class Message(rest.Serializer):
    day = serializers.ThaiDateField(required=False)
    moment = serializers.ThaiDateTimeField(required=False, default_timezone=BANGKOK)
    name = serializers.ThaiCharField(required=False, max_length=5)
    story = serializers.ThaiCharField(required=False, multiline=True)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("1850000.00", "1,850,000"),
        ("372.50", "372.50"),
        ("0.00", "0"),
        ("-1200.25", "-1,200.25"),
        ("13.75633", "13.75633"),
    ],
)
def test_an_amount_stands_in_its_field_as_it_would_be_typed(kept, shown):
    field = fields.ThaiDecimalField(max_digits=14, decimal_places=5)

    assert field.prepare_value(Decimal(kept)) == shown
    assert field.to_python(shown) == Decimal(kept)


def test_a_form_reads_what_thai_officials_type():
    sheet = Sheet(
        {
            "day": "๒๒/๑๑/๒๕๖๙",
            "moment": "22/11/2569 09:32 น.",
            "name": "ก\u200bข",
            "story": "a\r\nb",
            "amount": "๑,๒๕๐ บาท",
        }
    )

    assert sheet.is_valid()
    assert sheet.cleaned_data == {
        "day": date(2026, 11, 22),
        "moment": datetime(2026, 11, 22, 9, 32, tzinfo=BANGKOK),
        "name": "กข",
        "story": "a\nb",
        "amount": Decimal(1250),
    }


def test_a_form_refuses_with_a_sentence():
    sheet = Sheet({"day": "22/11/69", "moment": "soon", "name": "กขคงจฉ", "amount": "1.234,50"})

    assert set(sheet.errors) == {"day", "moment", "name", "amount"}


def test_empty_fields_stay_empty():
    sheet = Sheet({"day": " ", "moment": "", "name": "\u200b", "story": "", "amount": " "})

    assert sheet.is_valid()
    assert sheet.cleaned_data == {"day": None, "moment": None, "name": "", "story": "", "amount": None}


def test_the_day_is_echoed_in_words_beside_what_was_typed():
    with override("th"):
        page = Sheet({"day": "22/11/2026", "moment": "22/11/2569 9.32"}).as_p()

    assert 'value="22/11/2026"' in page
    assert '<span class="echo" id="id_day_echo">วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569 (ค.ศ. 2026)</span>' in page
    assert "(ค.ศ. 2026) 09:32 น." in page
    assert 'type="date"' not in page


def test_nothing_is_echoed_where_nothing_was_understood():
    assert "echo" not in Sheet({"day": "22/11/69", "moment": ""}).as_p()


@pytest.mark.parametrize(("language", "shown"), [("th", "22/11/2569"), ("en", "22/11/2026")])
def test_a_stored_day_is_shown_in_the_calendar_of_the_page(language, shown):
    with override(language):
        page = Sheet(initial={"day": date(2026, 11, 22), "moment": datetime(2026, 11, 22, 2, 32, tzinfo=UTC)}).as_p()

    assert f'value="{shown}"' in page
    assert f'value="{shown} 09:32"' in page


def test_an_unchanged_day_is_no_change():
    sheet = Sheet({"day": "22/11/2569"}, initial={"day": date(2026, 11, 22)})

    assert "day" not in sheet.changed_data


def test_the_hint_shows_both_calendars_and_a_help_text_wins():
    assert "2569" in str(Sheet().fields["day"].help_text)
    assert fields.ThaiDateField(help_text="The day of arrest").help_text == "The day of arrest"


@pytest.mark.parametrize(
    ("db_field", "form_field"),
    [
        (models.DateField(), fields.ThaiDateField),
        (models.DateTimeField(), fields.ThaiDateTimeField),
        (models.CharField(max_length=5), fields.ThaiCharField),
        (models.TextField(), fields.ThaiCharField),
        (models.DecimalField(max_digits=5, decimal_places=2), fields.ThaiDecimalField),
        (models.CharField(max_length=5, choices=[("a", "A")]), forms.TypedChoiceField),
        (models.IntegerField(), forms.IntegerField),
    ],
)
def test_a_model_field_gets_its_form_field(db_field, form_field):
    assert type(fields.formfield(db_field)) is form_field


def test_the_api_takes_the_same_input_and_gives_iso():
    message = Message(
        data={"day": "22/11/2569", "moment": "2026-11-22T02:32:00Z", "name": "ก\u200bข", "story": "a\r\nb"}
    )

    assert message.is_valid()
    assert message.validated_data["day"] == date(2026, 11, 22)
    assert message.validated_data["moment"] == datetime(2026, 11, 22, 2, 32, tzinfo=UTC)
    assert message.validated_data["name"] == "กข"
    assert message.validated_data["story"] == "a\nb"
    assert message.data["day"] == "2026-11-22"


@pytest.mark.parametrize(
    "data",
    [
        {"day": "22/11/3112"},
        {"day": 5},
        {"moment": "22/11/2569"},
        {"moment": []},
        {"name": "a\0"},
        {"name": "\ud800"},
        {"name": "\u200b"},
        {"name": "123456"},
        {"name": {}},
    ],
)
def test_the_api_refuses_with_a_sentence(data):
    message = Message(data=data)

    assert not message.is_valid()
    assert set(message.errors) == set(data)
