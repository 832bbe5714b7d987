"""Text hygiene: what is refused, mended and kept; Thai order of sorting."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from actip.thai.sorting import sort_key
from actip.thai.text import clean_text


@pytest.mark.parametrize(("text", "code"), [("a\0b", "nul"), ("a\ud800b", "surrogate"), ("\udfff", "surrogate")])
def test_what_cannot_be_stored_is_refused_with_a_sentence(text, code):
    with pytest.raises(ValidationError) as refusal:
        clean_text(text)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  สมชาย   ใจดี ", "สมชาย ใจดี"),
        ("สม\u200bชาย\ufeff", "สมชาย"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x07b\x1bc", "abc"),
        ("a\u00a0b\tc", "a b c"),
        ("one\r\ntwo", "one two"),
        ("เเม่", "แม่"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ท่ี", "ที่"),
        ("ดีี", "ดี"),
        ("ก่่า", "ก่า"),
        ("e\u0301", "é"),
        ("\uf70aก", "่ก"),
        ("ค่ะะะ", "ค่ะะะ"),
        ("👩\u200d👧 ok 👍🏽", "👩\u200d👧 ok 👍🏽"),
        ("a\u200db", "ab"),
        ("\u200d", ""),
        ("မောင် ထွန်း", "မောင် ထွန်း"),
        ("=1+1", "=1+1"),
        ("x\ufffe", "x"),
        ("a\ufdd0b\ufdefc\U0001ffff", "abc"),
        ("\ufdcf\ufdf0", "\ufdcf\ufdf0"),
        ("☀\ufe0f\u200d🌈 🏽\u200d🌈", "☀\ufe0f\u200d🌈 🏽\u200d🌈"),
        ("👩\u200db\u200d👩\u200d", "👩b👩"),
    ],
)
def test_text_is_mended(typed, stored):
    assert clean_text(typed) == stored


def test_several_lines_stay_where_the_field_has_several_lines():
    assert clean_text(" one  \r\n\r\n two\u2028three\t.\n", multiline=True) == "one\n\n two\nthree ."
    assert clean_text("one\u200b\ntwo", multiline=True) == "one\ntwo"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.booleans())
def test_cleaning_twice_changes_nothing(text, multiline):
    once = clean_text(text, multiline=multiline)

    assert clean_text(once, multiline=multiline) == once


@given(st.text(alphabet="กเแำ่้ิีํา็์ ", max_size=20))
def test_cleaning_thai_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_two_million_letters_are_cleaned_in_a_moment():
    assert len(clean_text("ก่" * 1_000_000)) == 2_000_000


def test_words_stand_in_the_order_of_a_thai_dictionary():
    words = [
        "กก",
        "กา",
        "ก่า",
        "ก้า",
        "เก",
        "แก",
        "ไก่",
        "ขา",
        "ไข่",
        "คน",
        "เพชร",
        "เพ็ชร",
        "แม่",
        "ฤดี",
        "ลม",
        "หนู",
        "อำนาจ",
    ]

    assert sorted(sorted(words), key=sort_key) == words
    assert sorted(["ข", "b", "A", "é", "๒", "1"], key=sort_key) == ["1", "๒", "A", "b", "é", "ข"]


@given(st.text(max_size=30))
def test_any_text_can_be_sorted_and_stored(text):
    assert "\0" not in sort_key(text.replace("\0", ""))
