"""Provinces, countries and the filters that show them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from actip.thai import provinces


def test_there_are_seventy_seven_provinces_in_six_regions():
    rows = provinces.provinces()

    assert len(rows) == 77
    assert len({row["th"] for row in rows.values()}) == len({row["en"] for row in rows.values()}) == 77
    regions = [provinces.region_of(code) for code in rows]
    assert {region: regions.count(region) for region in set(regions)} == {
        "north": 9, "northeast": 20, "central": 22, "east": 7, "west": 5, "south": 14,
    }  # fmt: skip
    assert provinces.region_of("TH-99") == ""


def test_names_follow_the_language():
    assert provinces.province_label("TH-50", "th") == "เชียงใหม่"
    assert provinces.province_label("TH-50", "en") == "Chiang Mai"
    assert provinces.country_label("MM", "th") == "เมียนมา"
    with override("th"):
        assert str(dict(provinces.PROVINCES)["TH-10"]) == "กรุงเทพมหานคร"
        assert str(dict(provinces.COUNTRIES)["XS"]) == "ไร้สัญชาติ"


def test_an_unknown_code_is_shown_and_nothing_is_nothing():
    assert provinces.province_label("TH-99") == "TH-99"
    assert provinces.country_label(None) == provinces.country_label("") == ""


@pytest.mark.parametrize(("language", "first"), [("th", "TH-81"), ("en", "TH-37")])
def test_provinces_stand_in_the_order_of_the_language(language, first):
    with override(language):
        assert provinces.province_choices()[0][0] == first


def test_neighbours_stand_first_and_the_unknown_last():
    with override("th"):
        codes = [code for code, _ in provinces.country_choices()]

    assert set(codes[:11]) == {"TH", "MM", "LA", "KH", "VN", "MY", "ID", "PH", "SG", "BN", "TL"}
    assert set(codes[-2:]) == {"XS", "XX"}
    assert len(codes) == len(set(codes)) == len(provinces.COUNTRIES)


@pytest.mark.parametrize(
    ("source", "thai", "english"),
    [
        ("{{ day|thai_date }}", "22 พ.ย. 2569", "22 Nov 2026"),
        ('{{ day|thai_date:"long" }}', "22 พฤศจิกายน 2569", "22 November 2026"),
        ("{{ moment|thai_datetime }}", "22 พ.ย. 2569 09:32 น.", "22 Nov 2026 09:32"),
        ("{{ amount|baht }}", "1,234 บาท", "THB 1,234"),
        ("{{ zero|baht }}", "0 บาท", "THB 0"),
        ("{{ country|country }}", "เมียนมา", "Myanmar"),
        (
            "{{ none|thai_date }}{{ none|thai_datetime }}{{ none|baht }}{{ none|country }}{{ missing|thai_date }}{{ missing|baht }}",
            "",
            "",
        ),
    ],
)
def test_filters_speak_the_language_of_the_page(source, thai, english):
    facts = {
        "day": date(2026, 11, 22),
        "moment": datetime(2026, 11, 22, 2, 32, tzinfo=UTC),
        "amount": 1234,
        "zero": 0,
        "country": "MM",
        "none": None,
    }

    for language, shown in (("th", thai), ("en", english)):
        with override(language):
            assert Template("{% load thai %}" + source).render(Context(facts)) == shown
