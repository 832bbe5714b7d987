"""National IDs, telephones and amounts: checked, put in one form, warned about."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from actip.thai import money, national_id, phones

TWELVE = st.text(alphabet="0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("text", ["1-2345-67890-12-1", "1234567890121", "๑๒๓๔๕๖๗๘๙๐๑๒๑", " 1 2345 67890 12 1 "])
def test_a_right_national_id_is_read(text):
    assert national_id.check(text) == national_id.Result("1234567890121", valid_checksum=True, person_class="1")
    assert national_id.check(text).warning == ""
    assert national_id.mask(text) == "x-xxxx-xxxxx-12-1"
    assert national_id.display(text) == "1-2345-67890-12-1"


@pytest.mark.parametrize("first", "012345678")
def test_every_class_of_person_is_known(first):
    number = first + "23456789012"

    result = national_id.check(number + national_id.check_digit(number))

    assert result.valid_checksum
    assert result.person_class == first
    assert str(national_id.PERSON_CLASSES[first])


@pytest.mark.parametrize(
    "text", ["1234567890123", "9234567890121", "123", "AB 123456", "x\0", "AB12345678901", "²" * 13]
)
def test_a_wrong_number_is_kept_and_never_blocks(text):
    result = national_id.check(text)

    assert not result.valid_checksum
    assert result.person_class == ("1" if text.startswith("1234567") else "")
    assert bool(result.warning) == bool(result.normalised)


def test_another_paper_keeps_its_form_and_its_last_two_signs():
    assert national_id.display("ab-1234") == "AB1234"
    assert national_id.mask("AB1234") == "xxxx34"
    assert national_id.mask("AB123") == "xxxxx"


@given(TWELVE)
def test_the_check_digit_makes_a_number_right(twelve):
    result = national_id.check(twelve + national_id.check_digit(twelve))

    assert result.valid_checksum == (twelve[0] != "9")


@given(st.text(max_size=30))
def test_a_mask_shows_at_most_three_characters(text):
    number = national_id.normalise(text)
    shown = national_id.mask(text).replace("-", "")

    assert len(shown) == len(number)
    assert sum(sign != "x" for sign in shown) <= 3
    assert len(number) >= 6 or set(shown) <= {"x"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("081-234-5678", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("+66 (0)81 234 5678", "0812345678"),
        ("(+66) 81 234 5678", "0812345678"),
        ("( 0066 ) 81 234 5678", "0812345678"),
        ("0066812345678", "0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"),
        ("02-123-4567 ต่อ 12", "021234567"),
        ("02-123-4567 ext. 12", "021234567"),
        ("1300", "1300"),
        ("191", "191"),
        ("+95 9 123 456 789", "+959123456789"),
        ("00959123456789", "+959123456789"),
        ("+", ""),
        ("none", ""),
    ],
)
def test_telephones_have_one_form(typed, stored):
    assert phones.normalise(typed) == stored
    assert phones.normalise(stored) == stored


def test_a_strange_telephone_warns():
    assert phones.warning("12") != ""
    assert phones.warning("081-234-5678") == phones.warning("02-123-4567") == ""
    assert phones.warning("1300") == phones.warning("+95 9 123 456 789") == phones.warning(" ") == ""


def test_telephones_are_shown_in_groups_and_masked():
    assert phones.display("0812345678") == "081-234-5678"
    assert phones.display("021234567") == "02-123-4567"
    assert phones.display("053123456") == "053-123-456"
    assert phones.display("1300") == "1300"
    assert phones.mask("0812345678") == "xxxxxx5678"
    assert phones.mask("1300") == "xxxx"
    assert (phones.mask("1234567"), phones.mask("12345678")) == ("xxxxxxx", "xxxx5678")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250", "1250"),
        ("1,250.50", "1250.50"),
        ("๑,๒๕๐ บาท", "1250"),
        ("THB 1,234,567.50", "1234567.50"),
        ("฿5", "5"),
        ("-3", "-3"),
    ],
)
def test_amounts_are_understood(typed, amount):
    assert money.parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "1.234,50", "12,34", "many", "1e9", "NaN", "1" * 16, "9" * 5000, "1" + ",000" * 20]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        money.parse_amount(typed)


def test_amounts_are_shown_with_their_currency():
    assert money.format_baht(Decimal("1234567.5"), "th") == "1,234,567.50 บาท"
    assert money.format_baht(4957659, "en") == "THB 4,957,659"
    assert money.format_baht(None) == ""


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2), st.sampled_from(["th", "en"]))
def test_an_amount_that_is_shown_can_be_typed(amount, language):
    assert money.parse_amount(money.format_baht(amount, language)) == amount
