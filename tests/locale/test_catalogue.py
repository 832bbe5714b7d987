"""The Thai catalogue is whole, fresh and sound: nothing empty, nothing guessed, no placeholder lost."""

import csv
import re
import shutil
import string
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, override

from actip.records import catalogue
from actip.records.pages import history
from actip.setup.site import OURS
from actip.thai import django_messages, messages
from cases.models import Appeal, Asset, Report, Search, Suspect
from compensation.models import Order, Receipt
from tests.locale.words import latin
from victims.models import Consent

THAI = re.compile(r"[ก-๛]")
SAME = {"API", "TICAC", "E-Inform", "NCMEC CyberTip", "UUID"}  # written alike in both languages


def entries(path=messages.CATALOGUE):
    with path.open("rb") as file:
        return [entry for entry in read_po(file, locale="th") if entry.id]


def forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def percent(text: str) -> set[str]:
    return set(re.findall(r"%(?:\(\w+\))?[a-z]", text.replace("%%", "")))


def braces(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name is not None}


def test_every_message_has_its_thai():
    found = messages.catalogue()

    assert len(found) > 1000
    assert [message.english for message in found if not message.thai] == []
    assert [message.english for message in found if message.fuzzy] == []


def test_thai_is_in_thai_letters():
    without_words = re.compile(r"^[^A-Za-z]*$")
    for message in messages.catalogue():
        plain = re.sub(r"%\(\w+\)s", "", message.english)
        assert THAI.search(message.thai) or message.english in SAME or without_words.match(plain), message.english


def test_placeholders_are_the_same_in_both_languages():
    for entry in entries():
        for thai in forms(entry.string):
            assert percent(thai) == percent(forms(entry.id)[-1]) if "python-format" in entry.flags else True, entry.id
            if "python-brace-format" in entry.flags:
                assert braces(thai) == braces(forms(entry.id)[-1]), entry.id


def test_the_compiled_file_is_the_one_of_the_catalogue():
    with messages.CATALOGUE.open("rb") as file:
        written = BytesIO()
        write_mo(written, read_po(file, locale="th"))
    written.seek(0)
    with messages.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {(entry.context, str(entry.id)): entry.string for entry in read_mo(file) if entry.id}

    fresh = {(entry.context, str(entry.id)): entry.string for entry in read_mo(written) if entry.id}
    assert compiled == fresh, "locale/ changed since it was compiled: bin/test and bin/demo compile it"


def test_nothing_in_the_program_is_missing_from_the_catalogue(tmp_path, monkeypatch, settings):
    if not shutil.which("xgettext"):
        pytest.skip(
            "GNU GETTEXT IS NOT INSTALLED: whether the catalogue holds every sentence of the program was NOT checked"
        )
    for top in (*OURS, "templates"):
        shutil.copytree(
            settings.BASE_DIR / top, tmp_path / top, ignore=shutil.ignore_patterns("__pycache__", "migrations", "setup")
        )
    copy = tmp_path / "locale" / "th" / "LC_MESSAGES"
    copy.mkdir(parents=True)
    shutil.copy(messages.CATALOGUE, copy)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(messages, "CATALOGUE", copy / "django.po")
    monkeypatch.setattr("actip.thai.management.commands.makemessages.DOCUMENT", tmp_path / "thai.md")
    (tmp_path / "thai.md").write_text("")
    settings.LOCALE_PATHS = [tmp_path / "locale"]

    call_command("makemessages", verbosity=0)

    def keys(path):
        return {(entry.context, forms(entry.id)[0]) for entry in entries(path)}

    kept = keys(settings.BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po")
    assert keys(copy / "django.po") - kept == set(), "run bin/messages and write the Thai of what it lists"
    assert kept - keys(copy / "django.po") == set(), "no longer used: run bin/messages"


def test_what_django_says_is_said_in_our_thai():
    """Counted messages are tested by the forms that say them."""
    ours = {message.english: message.thai for message in messages.catalogue()}
    plain = [said for said in django_messages.EVERYTHING if isinstance(said, str)]

    with override("th"):
        assert {said: gettext(said) for said in plain} == {said: ours[said] for said in plain}


def test_data_names_have_their_thai():
    """Tables that carry both languages fill both; legal bases are translated by the catalogue."""
    known = {message.english for message in messages.catalogue()}
    with (settings.BASE_DIR / "actip/records/data/rules.csv").open(encoding="utf-8") as file:
        rules = list(csv.DictReader(file))

    assert all(THAI.search(rule["name_th"]) and rule["name_en"] for rule in rules)
    assert {rule["basis"] for rule in rules} - {""} <= known
    for name in ("access/roles.csv", "access/record_types.csv"):
        with (settings.BASE_DIR / "actip" / name).open(encoding="utf-8") as file:
            assert all(THAI.search(row["thai"]) and row["english"] for row in csv.DictReader(file))
    with (settings.BASE_DIR / "actip/accounts/personas.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert all(THAI.search(value) for column, value in row.items() if column.endswith("_th"))
            assert not any(THAI.search(value) for column, value in row.items() if column.endswith("_en"))


def test_the_history_calls_each_changed_fact_by_its_thai_name():
    columns = {kind: [field.column for field in kind.model._meta.fields] for kind in catalogue.all_types()}

    with override("th"):
        named = {kind.slug: list(map(str, history.labels(kind, columns[kind]))) for kind in columns}
    assert {
        slug: found for slug, labels in named.items() if (found := [label for label in labels if latin(label)])
    } == {}


MEANT = [
    (Order, "status", "made", "มีคำสั่งแล้ว"), (Search, "status", "made", "ค้นแล้ว"), (Receipt, "status", "received", "ได้รับเงินแล้ว"),
    (Report, "status", "received", "รับแจ้งแล้ว"), (Suspect, "status", "released", "ปล่อยตัวแล้ว"),
    (Asset, "status", "released", "เพิกถอนการยึดหรืออายัด"), (Consent, "status", "withdrawn", "ถอนความยินยอมแล้ว"),
    (Appeal, "status", "withdrawn", "ถอนอุทธรณ์แล้ว"), (Appeal, "result", "reversed", "กลับคำพิพากษา"),
    (Receipt, "status", "reversed", "กลับรายการแล้ว"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name", "code", "thai"), MEANT)
def test_one_english_word_of_two_meanings_has_the_thai_of_each(model, name, code, thai):
    """Made: an order is given, a place was searched. Received: money came, a report came in."""
    with override("th"):
        assert getattr(model(**{name: code}), f"get_{name}_display")() == thai


def test_marks_of_terms_to_confirm_are_printed():
    printed = (settings.BASE_DIR / "docs" / "thai.md").read_text(encoding="utf-8")

    assert messages.to_confirm(messages.catalogue()) in printed, "run bin/messages"
