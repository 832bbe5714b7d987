"""Numbers of papers are doubted in words and never refused."""

import pytest
from django.utils import translation

from actip.thai import national_id, papers

PINK = "001234567890"


@pytest.mark.parametrize(
    ("kind", "number", "part"),
    [
        ("passport", "MF12345678901", "6 to 9"),
        ("passport", "ABCDEF", "6 to 9"),
        ("passport", "A123456789", "6 to 9"),
        ("passport", "A1", "6 to 9"),
        ("pink_card", "12345", "13 digits"),
        ("pink_card", f"{PINK}{(int(national_id.check_digit(PINK)) + 1) % 10}", "check digit"),
        ("pink_card", f"110000000000{national_id.check_digit('110000000000')}", "begin with"),
        ("border_pass", "1", "4 to 20"),
        ("national_id", "123", "13 digits"),
    ],
)
def test_what_looks_wrong_is_said(kind, number, part):
    with translation.override("en"):
        assert part in papers.warning(kind, number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "MF 123456"),
        ("passport", "n01234567"),
        ("pink_card", f"{PINK}{national_id.check_digit(PINK)}"),
        ("border_pass", "MM-TH 12345/2569"),
        ("other", "?"),
        ("other", "1"),
        ("none", ""),
        ("passport", ""),
    ],
)
def test_what_looks_right_is_not_spoken_of(kind, number):
    assert papers.warning(kind, number) == ""
