"""The sheet that she keeps: her rights and what she is owed, in six languages, with nobody's name on it."""

import ast
from pathlib import Path

import pytest

from actip.accounts import person
from compensation import statement
from compensation.models.ledger import REGIMES
from compensation.pages import rights
from tests.access.conftest import _plain_static  # noqa: F401  a fixture
from tests.access.story import Story
from tests.victims.browsers import browsing
from victims.pages.identity import LANGUAGES

CODES = [code for code, _name in LANGUAGES]


@pytest.mark.parametrize("language", CODES)
def test_each_language_says_the_same_and_is_marked_as_a_draft(language):
    text, english = rights.text_of(language), rights.text_of("en")
    assert set(text) - {"words"} == set(english)
    assert len(text["rights"]) == len(english["rights"])
    assert all(text["rights"])
    assert text["draft"]


@pytest.mark.parametrize("language", ["my", "km", "lo", "vi"])
def test_every_figure_and_every_next_step_has_its_words(language):
    """A sentence added to the money block is missed here until it is translated."""
    source = ast.parse(Path(statement.__file__).read_text(encoding="utf-8"))
    said = {
        node.args[0].value
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_"
    }
    said |= {str(label) for code, label in REGIMES if code not in rights.NOT_ON_PAPER}
    assert "Paid" in said
    assert said - {"Spent on protection"} - set(rights.text_of(language)["words"]) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("_plain_static")
@pytest.mark.parametrize(
    ("language", "words"), [("th", "กองทุน"), ("en", "Asked for"), ("my", "တောင်းထားသည်"), ("vi", "Đã xin")]
)
def test_the_sheet_tells_the_amount_with_its_day_and_who_acts_and_no_name(world, language, words):
    story = Story(world)
    story.payment(world)
    with browsing(world.user("SHG")) as browser:
        answer = browser.get(f"/people/{story.victim.pk}/rights/{language}/")
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert words in shown
        assert "3,000" in shown
        with person.as_system("look"):
            number = story.victim.number
        for secret in ("Ma Aye Aye Khaing", number, "SH-", "99/9"):
            assert secret not in shown.replace("rights-", ""), secret
        page = browser.get(f"/people/{story.victim.pk}/").content.decode()
        assert f"/people/{story.victim.pk}/rights/" in page
        assert "data-quick-exit" in page
        assert browser.get(f"/people/{story.victim.pk}/rights/xx/").status_code == 404
    with browsing(world.add_user("NGO", "shelter_two")) as browser:
        assert browser.get(f"/people/{story.victim.pk}/rights/{language}/").status_code == 404
    with browsing(world.user("POL")) as browser:
        shown = browser.get(f"/people/{story.victim.pk}/rights/{language}/").content.decode()
        assert "3,000" not in shown, "what she may not read of the money is not on her sheet"
        assert "data-quick-exit" not in browser.get(f"/people/{story.victim.pk}/").content.decode()
