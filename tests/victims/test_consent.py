"""The ledger of consents: what access rests on it, and that a withdrawal ends that access at the next query."""

import threading
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from actip.records.actions import OutOfReach
from tests.access.conftest import refuses, sql, tried
from tests.access.story import Story
from tests.factories import make
from tests.worlds import World
from victims.models import Consent, NeedsAssessment, Person, Placement, VictimIdentity
from victims.models.consent import KINDS

GONE = {"withdrawn_on": date(2026, 2, 1), "withdrawal_reason": "เปลี่ยนใจ"}


def consent_of(story, by, recipient, **values):
    with person.as_user(by):
        return make("consents", by=by, person=story.victim, recipient=recipient, **values)


def move(record, name, by, **facts):
    with person.as_user(by):
        return actions.move(record, name, by=by, facts=facts)


@pytest.mark.django_db
def test_the_recipient_reaches_her_once_the_consent_is_opened_to_it(world, story):
    pmj, ngo = world.user("PMJ"), world.user("NGO")
    consent = consent_of(story, pmj, world.ngo)
    with person.as_user(ngo):
        assert not Person.objects.exists()

    move(consent, "share", pmj)
    with person.as_user(ngo):
        assert Person.objects.get() == story.victim
        assert Assignment.objects.get(agency=world.ngo).rests_on == consent.pk


@pytest.mark.django_db
def test_no_access_on_the_basis_of_consent_without_one_in_force(world, story):
    pmj = world.user("PMJ")
    with person.as_user(pmj), pytest.raises(ValidationError):
        actions.assign(story.victim.matter, by=pmj, agency=world.ngo, basis="consent")
    of_another = consent_of(story, pmj, world.shelter)
    past = consent_of(story, pmj, world.ngo, until=date(2026, 1, 8))
    for consent in (of_another, past):
        with person.as_user(pmj), pytest.raises(ValidationError):
            actions.assign(story.victim.matter, by=pmj, agency=world.ngo, basis="consent", rests_on=consent.pk)
    with pytest.raises(ValidationError, match="run out"):
        move(past, "share", pmj)
    good = consent_of(story, pmj, world.ngo)
    with person.as_user(pmj):
        assert actions.assign(story.victim.matter, by=pmj, agency=world.ngo, basis="consent", rests_on=good.pk)


@pytest.mark.django_db
def test_the_recipient_sees_the_kinds_that_she_named_and_no_other(world, story):
    """The control is that the role itself may read them all, as it does once she has agreed to more."""
    pmj, ngo, shg = world.user("PMJ"), world.user("NGO"), world.user("SHG")
    with person.as_user(shg):
        make("needs-assessments", by=shg, person=story.victim)
    move(consent_of(story, pmj, world.ngo, kinds=["RET"]), "share", pmj)
    seen = (Person, VictimIdentity, Placement, NeedsAssessment)

    def counted() -> list[int]:
        with person.as_user(ngo):
            return [model.objects.count() for model in seen]

    assert counted() == [1, 0, 0, 0]
    with person.as_user(ngo):
        with pytest.raises((OutOfReach, ValidationError)):
            make("needs-assessments", by=ngo, person=story.victim)
        assert make("returns", by=ngo, person=story.victim).pk
    more = consent_of(story, pmj, world.ngo, kinds=["VID", "WEL", "PLC"], purpose="health")
    move(more, "share", pmj)
    assert counted() == [1, 1, 1, 1]
    move(more, "withdraw", pmj, **GONE)
    assert counted() == [1, 0, 0, 0]
    with person.as_user(ngo):
        tried("UPDATE access_assignment SET withheld = NULL")
        assert NeedsAssessment.objects.count() == 0, "nobody widens what she agreed to"
        buttons = {
            code
            for code, _verb in sql(
                "SELECT * FROM actip.reaching(%s, %s, %s)", [story.victim.pk, ["WEL", "RET"], ["read"] * 2]
            )
        }
        assert buttons == {"RET"}


def test_every_kind_of_a_consent_is_withheld_where_it_is_not_named():
    text = Path("victims/sql/consent.sql").read_text(encoding="utf-8")
    assert "'{" + ",".join(code for code in KINDS if code != "VPR") + "}'" in text


@pytest.mark.django_db
def test_access_ends_with_the_last_day_of_the_consent(world, story):
    pmj = world.user("PMJ")
    consent = consent_of(story, pmj, world.ngo)
    move(consent, "share", pmj)

    with person.as_user(pmj):
        given = Assignment.objects.get(rests_on=consent.pk)
        assert given.until.isoformat() == "2099-12-31T17:00:00+00:00"  # midnight in Thailand
        assert given.timed_token is not None


@pytest.mark.django_db
def test_a_withdrawal_ends_what_rests_on_it_and_nothing_else(world, story):
    pmj, ngo = world.user("PMJ"), world.user("NGO")
    consent = consent_of(story, pmj, world.ngo)
    move(consent, "share", pmj)
    move(consent, "withdraw", pmj, **GONE)
    with person.as_user(ngo):
        assert not Person.objects.exists()
    with world.as_("SHG"):
        assert Person.objects.exists()  # by a stay


@pytest.mark.django_db
def test_a_child_consents_with_a_guardian(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        victim = Person.objects.get(pk=story.victim.pk)
        victim.age_band = "15_17"
        actions.save(victim, by=pol)
        story.victim.refresh_from_db()
        with pytest.raises(ValidationError, match="guardian"):
            make("consents", by=pol, person=story.victim, recipient=world.ngo, guardian="")
        consent = make("consents", by=pol, person=story.victim, recipient=world.ngo, guardian="parent")

        with pytest.raises(IntegrityError, match="guardian"), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(guardian="")


@pytest.mark.django_db
def test_a_consent_on_paper_has_a_number_and_names_records(world, story):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        for wrong in ({"reference": ""}, {"kinds": []}, {"until": date(2025, 1, 1)}):
            with pytest.raises(ValidationError):
                make("consents", by=pmj, person=story.victim, recipient=world.ngo, **wrong)
        make("consents", by=pmj, person=story.victim, recipient=world.ngo, how="spoken", reference="")


@pytest.mark.django_db
def test_a_consent_in_use_is_not_rewritten(world, story):
    pmj = world.user("PMJ")
    consent = consent_of(story, pmj, world.ngo)
    move(consent, "share", pmj)
    with person.as_user(pmj):
        assert refuses("UPDATE victims_consent SET until = '2100-01-01' WHERE id = %s", [consent.pk])
    move(consent, "withdraw", pmj, **GONE)
    with person.as_user(pmj):
        assert refuses("UPDATE victims_consent SET status = 'given' WHERE id = %s", [consent.pk])


@pytest.mark.django_db
def test_the_recipient_cannot_give_or_withdraw_for_her(world, story):
    pmj, ngo = world.user("PMJ"), world.user("NGO")
    consent = consent_of(story, pmj, world.ngo)
    move(consent, "share", pmj)
    with person.as_user(ngo):
        assert Consent.objects.get() == consent
        with pytest.raises(actions.Refused):
            actions.move(consent, "withdraw", by=ngo, facts=GONE)
        assert refuses("UPDATE victims_consent SET status = 'withdrawn' WHERE id = %s", [consent.pk])


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("withdrawn", [True, False])
def test_an_open_session_of_the_recipient_sees_nothing_at_its_next_query(withdrawn):
    """Two connections: the recipient's transaction stays open while she withdraws. The control is that she does not."""
    with transaction.atomic():
        world = World()
    with transaction.atomic():
        story = Story(world)
        pmj, ngo = world.user("PMJ"), world.user("NGO")
        consent = consent_of(story, pmj, world.ngo)
        move(consent, "share", pmj)
    seen, has_looked, may_go_on = [], threading.Event(), threading.Event()

    def recipient() -> None:
        try:
            with person.as_user(ngo), transaction.atomic():
                seen.append(Person.objects.count())
                has_looked.set()
                may_go_on.wait(20)
                seen.append(Person.objects.count())
                try:
                    make("placements", by=ngo, person=story.victim, kind="outside")
                    seen.append("wrote")
                except (OutOfReach, ValidationError):
                    seen.append("refused")
        finally:
            has_looked.set()
            connections.close_all()

    thread = threading.Thread(target=recipient)
    thread.start()
    has_looked.wait(20)
    if withdrawn:
        with transaction.atomic():
            move(consent, "withdraw", pmj, **GONE)
    may_go_on.set()
    thread.join()

    assert seen == ([1, 0, "refused"] if withdrawn else [1, 1, "wrote"])
