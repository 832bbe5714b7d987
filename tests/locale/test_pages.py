"""Walks the real pages in Thai, as each role, along every link; what is read there is Thai."""

import re

import pytest
from django.test import Client

from actip.access import matrix
from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.accounts.personas import STAGES, personas
from programmes.models import PublishedFigure
from tests.locale.words import LATIN, latin, spoken
from tests.pages.conftest import Story

pytestmark = pytest.mark.django_db
OPEN = ["/sign-in/", "/personas/", "/components/"]
STARTS = ["/", "/search/", "/profile/", "/dashboard/", "/components/", "/second-factor/"]
NOT_READ = re.compile(r"^/(static|api|admin|sign-out|language)/|\.(csv|ics)(\?|$)|\.txt$")
THAI = re.compile(r"[ก-๛]{2}")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\?.*")


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.DEMO = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def story(world):
    return Story(world)


def browser(user=None) -> Client:
    client = Client(headers={"accept-language": "th"})
    client.cookies["django_language"] = "th"
    if user:
        client.force_login(user)
    return client


def data() -> set[str]:
    """What stands in records and is shown as it was entered; published figures keep the words of their sources."""
    with person.as_system("a test reads the names in use"):
        users = {value for row in User.objects.values_list("username", "name_th", "name_en") for value in row}
        agencies = {value for row in Agency.objects.values_list("code", "name_th", "name_en") for value in row}
        told = ("source", "year", "name", "breakdown", "unit", "note", "value")
        figures = {value for row in PublishedFigure.objects.values_list(*told) for value in row if LATIN.search(value)}
    return {value for value in users | agencies | figures | matrix.roles().keys() if value}


def english(html: str, known: set[str]) -> list[str]:
    return [text for text in spoken(html) if latin(text, known)]


def walk(client: Client, starts: list[str]):
    """Every kind of page within reach of some addresses, one record of each type: its path and its answer."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        yield path, answer
        for link in re.findall(r'href="(/[^"#]*)"', answer.content.decode()):
            kind = KEY.sub("*", link)
            if kind not in seen and not NOT_READ.search(link):
                seen.add(kind)
                waiting.append(link.replace("&amp;", "&"))


@pytest.mark.slow
@pytest.mark.parametrize("stage", list(STAGES))
def test_whatever_a_persona_reaches_reads_in_thai(story, stage):
    known, found = data(), {}
    for role in sorted({persona.role for persona in personas() if persona.row["stage"] == stage}):
        client = browser(story.world.user(role))
        for path, answer in walk(client, STARTS):
            found[role, path] = english(answer.content.decode(), known)
            if path.endswith("/new/") and answer.status_code == 200:
                found[role, f"{path}, sent empty"] = english(client.post(path, {}).content.decode(), known)

    assert len(found) > 20
    assert {place: texts for place, texts in found.items() if texts} == {}


@pytest.mark.parametrize("path", OPEN)
def test_whoever_is_not_signed_in_reads_thai(db, path):
    assert english(browser().get(path).content.decode(), set(matrix.roles())) == []


def test_a_wrong_password_is_refused_in_thai(db):
    answer = browser().post("/sign-in/", {"login": "nobody", "password": "wrong"})

    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.content.decode()
    assert english(answer.content.decode(), {"nobody"}) == []


def test_refusals_are_said_in_thai(story):
    client, known = browser(story.world.user("POL")), data()
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "th"})
    answers = {
        404: client.get("/no-such-page/"),
        403: client.get("/fund-payments/"),
        409: client.post(f"/reports/{story.report.pk}/moves/triage/", {}),
        422: client.post(f"/identities/{story.identity.pk}/reveal/", {"reason": ""}),
        200: client.post("/search/", {"q": "ไม่มีใคร"}),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    answers["expired"] = strict.post("/sign-in/", {"login": "x"})
    found = {status: english(answer.content.decode(), known) for status, answer in answers.items()}
    assert {status: texts for status, texts in found.items() if texts} == {}


@pytest.mark.slow
def test_the_english_side_has_no_thai_words(story):
    """The other language: labels, buttons, names of agencies and provinces are not left in Thai."""
    client = browser(story.world.user("POL"))
    client.cookies["django_language"] = "en"
    entered = {"สิ่งที่ผู้แจ้งเล่า", "สมศักดิ์ ทดสอบ"}

    found = {}
    for path, answer in walk(client, STARTS):
        texts = spoken(answer.content.decode(), "en")
        assert texts or re.search(r"^/consent-form/|/rights/", path), path  # what is for her is in her language alone
        found[path] = (
            [] if path == "/components/" else [text for text in texts if THAI.search(text) and text not in entered]
        )

    assert len(found) > 30
    assert {path: texts for path, texts in found.items() if texts} == {}


ADMIN = [
    "/admin/",
    "/admin/accounts/agency/",
    "/admin/accounts/agency/add/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/apiclient/",
]


def test_the_administration_reads_in_thai(world):
    admin = world.user("ADM")
    with person.as_system("a test makes an administrator"):
        admin.is_staff = True
        admin.save()
    client, known = browser(admin), data() | {"Search"}  # a picture of Django's own that nobody may name

    found = {path: english(client.get(path).content.decode(), known) for path in ADMIN}
    change = f"/admin/accounts/user/{world.user('POL').pk}/change/"
    found[change] = english(client.get(change).content.decode(), known)
    found["wrong"] = english(
        client.post("/admin/accounts/user/add/", {"username": "a b"}).content.decode(), known | {"a b"}
    )

    assert {path: texts for path, texts in found.items() if texts} == {}
