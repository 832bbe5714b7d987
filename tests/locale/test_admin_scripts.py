"""What the administration's scripts say is Thai: actions, choices, the calendar; ours fill in where Django's catalogue has none."""

import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib import admin
from django.utils.translation import override
from django.views.i18n import JSONCatalog

THAI = re.compile(r"[ก-๛]")


@pytest.fixture(scope="module")
def spoken():
    """What a script of the administration is told to say, by the English of it."""
    with override("th"):
        answer = JSONCatalog.as_view(packages=["django.contrib.admin"])(_Asked())
    return json.loads(answer.content)["catalog"]


class _Asked:
    method, GET = "GET", {}


def test_every_sentence_of_djangos_scripts_has_its_thai(spoken):
    shipped = Path(admin.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    with shipped.open("rb") as file:
        asked = [
            (entry.context, entry.id if isinstance(entry.id, str) else entry.id[0])
            for entry in read_po(file)
            if entry.id
        ]

    assert len(asked) > 50
    for context, english in asked:
        thai = spoken.get(f"{context}\x04{english}" if context else english, "")
        assert THAI.search("".join(thai)), english


def test_no_english_is_left_inside_a_sentence(spoken):
    told = [form for thai in spoken.values() for form in (thai if isinstance(thai, list) else [thai])]

    assert [thai for thai in told if re.search(r"[A-Za-z]{3,}", re.sub(r"%\(\w+\)s", "", thai))] == []
