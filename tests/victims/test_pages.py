"""The pages beside records: looking before entering somebody, and consent forms on paper."""

import re

import pytest
from django.urls import reverse

from actip.accounts import person
from tests.access.conftest import Browser
from tests.access.scene import SESSION
from tests.factories import make
from victims.models import PersonMerge
from victims.pages import identity as pages

pytestmark = pytest.mark.django_db
SCRIPTS = {"th": "ก", "my": "က", "km": "ក", "lo": "ກ", "vi": "ồ"}


@pytest.fixture
def browse(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def of(user):
        with person.as_system("sign in"):
            user.sessions, user.language = [SESSION], "en"
            user.save(update_fields=["sessions", "language"])
        return Browser(user).client

    return of


@pytest.fixture
def met(world):
    pol = world.user("POL")
    with person.as_user(pol):
        found = make("people", by=pol)
        make(
            "identities",
            by=pol,
            person=found,
            full_name="Ma Thandar Khaing Win",
            document_kind="passport",
            document="MF778899",
        )
    return found


def test_a_possible_match_is_shown_with_score_and_reason_and_no_name(world, met, browse):
    answer = browse(world.user("POL")).post("/known/", {"what": "find", "full_name": "Thandar Khine Win"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "names sound alike" in text
    assert "85%" in text
    assert str(met.pk) in text
    assert "Khaing" not in text
    assert answer["Cache-Control"] == "no-store"


def test_who_is_beyond_reach_is_asked_about_and_not_shown(world, met, browse):
    client = browse(world.add_user("POL", "police_two"))
    found = client.post("/known/", {"what": "find", "document": "MF778899"}).content.decode()
    asked = client.post(
        "/known/", {"what": "ask", "document": "MF778899", "purpose": "at a checkpoint"}
    ).content.decode()
    unknown = client.post(
        "/known/", {"what": "ask", "document": "MF778890", "purpose": "at a checkpoint"}
    ).content.decode()

    assert "0 possible matches" in found
    assert "Another agency may know this person" in asked
    assert "Nobody beyond your reach" in unknown
    for text in (found, asked):
        assert str(met.pk) not in text
        assert met.matter.number not in text
        assert "police" not in text.split("<main")[1].lower()


def test_too_little_is_refused_in_words(world, browse):
    client = browse(world.user("POL"))
    nothing = client.post("/known/", {"what": "find"})
    weak = client.post("/known/", {"what": "ask", "full_name": "Thandar", "purpose": "at a checkpoint"})

    assert (nothing.status_code, weak.status_code) == (422, 422)
    assert "Give a name" in nothing.content.decode()
    assert "Too little to ask" in weak.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("POL", 200), ("PMJ", 200), ("NGO", 200), ("LAB", 403), ("HOT", 403), ("FND", 403), ("ADM", 403)],
)
def test_who_reads_no_identities_does_not_look_for_them(world, browse, role, status):
    assert browse(world.user(role)).get("/known/").status_code == status


def test_who_reads_but_enters_no_identities_is_not_offered_the_question(world, met, browse):
    client = browse(world.user("NGO"))
    assert "Ask beyond" not in client.get("/known/").content.decode()
    asked = client.post(
        "/known/", {"what": "ask", "document": "MF778899", "purpose": "at a checkpoint"}
    ).content.decode()
    assert "Another agency may know" not in asked


@pytest.mark.parametrize("language", [code for code, _name in pages.LANGUAGES])
def test_a_consent_form_in_each_language_marked_as_a_draft(world, browse, language):
    answer = browse(world.user("PMJ")).get(reverse("consent-form", args=[language]))
    text, sentences = answer.content.decode(), pages.text_of(language)

    assert answer.status_code == 200
    assert sentences["draft"] in text
    assert SCRIPTS.get(language, "e") in text
    assert sentences.keys() == pages.text_of("en").keys()
    assert {name: len(value) for name, value in sentences.items() if isinstance(value, list)} == {
        name: len(value) for name, value in pages.text_of("en").items() if isinstance(value, list)
    }


def test_fonts_for_each_language_of_a_form_are_shipped(settings):
    """Every letter of the six texts is one that a shipped font is linked for, so that no printer leaves boxes."""
    static, linked = settings.BASE_DIR / "static", set()
    for sheet in ("fonts.css", "consent.css"):
        for face in re.findall(r"@font-face \{(.*?)\}", (static / "css" / sheet).read_text(), re.DOTALL):
            assert (static / "css" / re.search(r'url\("(.*?)"\)', face)[1]).resolve().is_file()
            for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
                linked |= set(range(int(first, 16), int(last or first, 16) + 1))
    for language, _name in pages.LANGUAGES:
        text = "".join(map(str, pages.text_of(language).values()))
        assert {letter for letter in text if ord(letter) not in linked} == set(), language


@pytest.mark.parametrize(
    "path", ["/consent-form/my/", "/people/{}/", "/people/{}/?tab=care-plans", "/people/{}/rights/my/"]
)
def test_what_is_read_together_with_her_can_be_left_quickly(world, story, browse, path):
    text = browse(world.user("SHG")).get(path.format(story.victim.pk)).content.decode()

    assert "data-quick-exit" in text
    assert "js/app.js" in text


def test_there_is_no_form_in_another_language(world, browse):
    assert browse(world.user("PMJ")).get("/consent-form/xx/").status_code == 404


def test_the_page_of_a_merged_person_points_to_the_one_kept(world, browse):
    pol, second = world.user("POL"), world.add_user("POL", "police", "second")
    with person.as_user(pol):
        kept, other = (make("people", by=pol) for _ in range(2))
    typed = {"person": str(kept.pk), "merged": other.matter.number, "evidence": "document", "reasons": "same"}
    assert browse(pol).post(f"/merges/new/?person={kept.pk}", typed).status_code == 302
    with person.as_user(pol):
        merge = PersonMerge.objects.get()
    client = browse(second)
    client.post(f"/merges/{merge.pk}/moves/approve/", {"version": 1})

    assert f"/people/{kept.pk}/" in client.get(f"/people/{other.pk}/").content.decode().split("<main")[1]
    assert f"/people/{other.pk}/" in client.get(f"/people/{kept.pk}/").content.decode().split("<main")[1]
