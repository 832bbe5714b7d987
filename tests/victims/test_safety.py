"""Dangers to a person stand on top of her page until they end; who it is stays sealed, and a masked reader learns nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from tests.access.conftest import sql
from tests.access.story import Story
from tests.factories import make
from tests.victims.browsers import browsing
from victims.models import SafetyNote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
ADVICE, WHO = "ไม่ต่อสายโทรศัพท์จากภายนอกให้", "นายจ้างคนเดิม โทร. 0800000000"


@pytest.fixture
def story(world):
    return Story(world)


@pytest.fixture
def note(world, story) -> SafetyNote:
    with world.as_("POL"):
        return make("safety-notes", by=world.user("POL"), person=story.victim, advice=ADVICE, who=WHO)


def page(user, story) -> str:
    with browsing(user) as browser:
        return browser.get(f"/people/{story.victim.pk}/").content.decode()


def test_whoever_keeps_her_reads_at_once_what_to_do_and_not_who_it_is(world, story, note):
    for role in ("POL", "SHG"):
        seen = page(world.user(role), story)
        assert ADVICE in seen, role
        assert WHO not in seen, role
    with world.as_("SHG"):
        assert actions.reveal(note, by=world.user("SHG"), reason="Somebody asks for her at the gate")["who"] == WHO


def test_a_masked_reader_and_a_stranger_learn_nothing_of_it(world, story, note):
    approver = world.user("FAP")
    with person.as_system("assigned"):
        Assignment.objects.create(matter=story.victim.matter, agency=approver.agency, officer=approver, basis="fund")
    for user in (approver, world.add_user("POL", "police_two")):
        assert ADVICE not in page(user, story)
        with person.as_user(user):
            assert sql("SELECT count(*) FROM victims_safetynote") == [(0,)]


def test_it_stands_until_somebody_says_when_and_why_it_ended(world, story, note):
    officer = world.user("POL")
    with world.as_("POL"):
        with pytest.raises(ValidationError):
            actions.move(note, "end", by=officer, facts={"ended_on": date(2026, 2, 1)})
        with pytest.raises(ValidationError):
            actions.move(note, "end", by=officer, facts={"ended_on": date(2020, 2, 1), "end_reason": "ถูกจับแล้ว"})
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("UPDATE victims_safetynote SET status = 'ended' WHERE id = %s RETURNING id", [note.pk])
        actions.move(note, "end", by=officer, facts={"ended_on": date(2026, 2, 1), "end_reason": "ถูกจับแล้ว"})

    assert ADVICE not in page(officer, story)
