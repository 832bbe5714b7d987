"""The pages and the API of limits, and the daily notice of what waits."""

import smtplib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from actip.accounts import person
from actip.accounts.models import User
from actip.records import clocks, daily, digest
from actip.records.models import Clock
from tests.api.conftest import Caller
from tests.factories import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def late(world):
    pol = world.user("POL")
    with person.as_user(pol):
        return clocks.start(make("cases", by=pol), "DL-01", timezone.now() - 26 * HOUR)


def browser(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client


def test_an_officer_answers_and_her_supervisor_notes_on_the_page_of_the_limit(world, late):
    officer, supervisor = browser(world.user("POL")), browser(world.user("SPV"))
    url = f"/clocks/{late.pk}/"

    assert url in officer.get("/clocks/").content.decode()
    assert "Note the delay" not in officer.get(url).content.decode()
    assert (
        officer.post(url, {"do": "note", "note-text": "Seen and discussed"}).status_code == 404
    )  # a supervisor's to do
    short = officer.post(url, {"do": "answer", "answer-text": "no"})
    assert short.status_code == 422
    assert officer.post(url, {"do": "answer", "answer-text": "The interpreter came late"}).status_code == 302
    assert "Waiting for a supervisor" in supervisor.get("/clocks/").content.decode()
    assert supervisor.post(url, {"do": "note", "note-text": "Seen and discussed"}).status_code == 302

    page = supervisor.get(url).content.decode()
    assert "The interpreter came late" in page
    assert "Seen and discussed" in page
    assert "There is nothing for you to do here" in page or "Enter an extension" in page


def test_a_supervisor_is_told_which_limits_are_not_in_her_lists(world, late):
    """She knows of a decision about somebody and reads none (IDN m): its limit must not look as if it did not run."""
    pol, sentence = world.user("POL"), "are not in these lists: identification decisions"
    with person.as_user(pol):
        decision = make("identification-decisions", by=pol, person=make("people", by=pol))
        hidden = clocks.start(decision, "DL-01", timezone.now() - 26 * HOUR)

    mine, hers = (
        browser(pol).get("/clocks/").content.decode(),
        browser(world.user("SPV")).get("/clocks/").content.decode(),
    )

    assert (f"/clocks/{hidden.pk}/" in mine, sentence in mine) == (True, False)
    assert (f"/clocks/{hidden.pk}/" in hers, sentence in hers) == (False, True)
    assert f"/clocks/{late.pk}/" in hers


def test_an_extension_is_entered_on_the_page(world, late):
    officer = browser(world.user("POL"))
    facts = {
        "extend-amount": "48",
        "extend-authority": "ศาลอาญา",
        "extend-document": "12/2569",
        "extend-granted_on": "2/1/2569",
    }

    assert officer.post(f"/clocks/{late.pk}/", {"do": "extend", **facts}).status_code == 302
    assert "12/2569" in officer.get(f"/clocks/{late.pk}/").content.decode()


@pytest.mark.parametrize("role", ["PMJ", "SHG", "PRO", "FND"])
def test_whoever_is_not_assigned_finds_no_such_limit(world, late, role):
    client = browser(world.user(role))

    assert client.get(f"/clocks/{late.pk}/").status_code == 404
    assert client.post(f"/clocks/{late.pk}/", {"do": "answer", "answer-text": "The reason"}).status_code == 404
    assert str(late.pk) not in client.get("/clocks/").content.decode()


def test_a_programme_reads_answers_and_extends_limits(world, late):
    police, stranger = Caller(world.user("POL")), Caller(world.add_user("POL", "police_two"))
    some = Caller(world.user("POL"), session=True)

    assert police.get("clocks/").status == 403  # its list of record types does not name them
    assert [row["id"] for row in some.get("clocks/?state=late").body["results"]] == [str(late.pk)]
    assert some.get("clocks/?state=early").status == 400
    assert stranger.get(f"clocks/{late.pk}/").status in (403, 404)
    answered = some.post(f"clocks/{late.pk}/answer/", {"text": "The interpreter came late"})
    assert (answered.status, answered.body["breach_reason"]) == (200, "The interpreter came late")
    assert some.post(f"clocks/{late.pk}/note/", {"text": "Fine with me"}).status in (400, 404)
    longer = {"amount": 24, "authority": "court", "document": "1/2569", "granted_on": "2026-01-02"}
    assert some.post(f"clocks/{late.pk}/extend/", longer).status == 200
    assert some.post(f"clocks/{late.pk}/extend/", {"amount": 0}).status == 400


def test_the_notice_counts_what_waits_and_names_nothing(world, late):
    with person.as_system("addresses"):
        for role in ("POL", "SHG"):
            user = world.user(role)
            user.email = f"{role.lower()}@example.org"
            user.save()

    said = daily.run_all()

    assert [message.to for message in mail.outbox] == [["pol@example.org"]]  # for the shelter nothing waits
    text = mail.outbox[0].body
    assert "1 limit has been passed" in text
    assert Clock._meta.verbose_name
    with person.as_user(world.user("POL")):
        number = Clock.objects.select_related("matter").get().matter.number
    assert number not in text + mail.outbox[0].subject
    assert str(late.record_id) not in text
    assert all(not sentence.startswith("FAILED") for sentence in said)


def test_the_notice_says_how_many_of_each_in_both_numbers_and_leaves_out_what_there_is_none_of():
    lines = digest.text(digest.Waiting(alarms=1, offers=0, late=2, near=digest.MOST), "en").split("\n")[1:-1]

    assert lines == ["- 1 alarm is unanswered", "- 2 limits have been passed", "- 50 limits run out soon+"]


def test_nobody_who_left_and_no_program_is_sent_a_notice(world, late):
    with person.as_system("addresses"):
        for values in ({"is_active": False}, {"is_client": True, "password": "!"}):
            user = world.add_user("POL", "police", f"another-{len(values)}")
            User.objects.filter(pk=user.pk).update(email="x@example.org", **values)

    assert digest.run() == "Daily notice: 0 sent, 0 people have nothing waiting."


def test_an_address_that_is_refused_keeps_nobody_else_from_her_notice(world, late, monkeypatch, caplog):
    colleague = world.user("SPV")
    with person.as_system("addresses"):
        for user, address in ((world.user("POL"), "gone@example.org"), (colleague, "here@example.org")):
            user.email = address
            user.save()
    send = mail.EmailMessage.send

    def refuse(message):
        if "gone@example.org" in message.to:
            raise smtplib.SMTPRecipientsRefused({"gone@example.org": (550, b"no such user")})
        return send(message)

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)

    assert digest.run().startswith("Daily notice: 1 sent,")
    assert [message.to for message in mail.outbox] == [["here@example.org"]]
    assert "1 could not be sent" in digest.run()
    assert "gone@" not in caplog.text


def test_a_failing_part_is_told_and_the_others_go_on(monkeypatch, caplog):
    monkeypatch.setattr(digest, "run", lambda: 1 / 0)

    assert "FAILED records: ZeroDivisionError" in daily.run_all()


def test_the_next_time_is_six_in_the_morning_in_bangkok():
    bangkok = ZoneInfo("Asia/Bangkok")

    assert daily.next_time(datetime(2026, 1, 1, 5, 59, tzinfo=bangkok)) == datetime(2026, 1, 1, 6, tzinfo=bangkok)
    assert daily.next_time(datetime(2026, 1, 1, 6, 0, tzinfo=bangkok)) == datetime(2026, 1, 2, 6, tzinfo=bangkok)


def test_the_worker_asks_for_the_daily_work_once():
    now = timezone.now()

    assert daily.ask(now)
    assert not daily.ask(now)


def test_limits_of_several_suspects_of_a_case_are_told_apart(world):
    """Both were arrested together and remanded on the same day: the number of the case says of neither which it is."""
    pol, today = world.user("POL"), timezone.localdate()
    with person.as_user(pol):
        case = make("cases", by=pol)
        for _n in range(2):
            suspect = make("suspects", by=pol, case=case)
            make("case-charges", by=pol, case=case, suspect=suspect)
            make("remands", by=pol, suspect=suspect, number=1, from_on=today, to_on=today + timedelta(days=11))
            clocks.start(suspect, "DL-06", timezone.now() - 47 * HOUR)
    officer = browser(pol)

    for path, times in (
        ("/", 1),
        ("/clocks/", 1),
        (f"/cases/{case.pk}/", 3),
    ):  # what runs out; what runs: the way to court, this remand, all of them
        page = officer.get(path).content.decode()
        for name in ("Suspect 1", "Suspect 2"):
            assert page.count(f"<small>{name} · ") == times, (path, name)


def test_what_fails_today_is_asked_for_tomorrow_all_the_same(monkeypatch):
    monkeypatch.setattr(daily, "run_all", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        daily.once_a_day.func()

    asked = DBTaskResult.objects.get(task_path=daily.once_a_day.module_path)
    assert asked.run_after == daily.next_time(timezone.now())
