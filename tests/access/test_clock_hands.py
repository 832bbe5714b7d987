"""A clock is started and ended by whoever's work it measures, never by who merely knows of the record or reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import actions, clocks
from actip.records.models import Clock
from tests.access import policy
from tests.access.conftest import refuses, sql, tried
from tests.cases.conftest import as_owner
from tests.factories import make

pytestmark = pytest.mark.django_db

END = "UPDATE records_clock SET ended_at = now() WHERE id = %s"
START = (
    "INSERT INTO records_clock SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),"
    " 'starts_at', now() - interval '1 hour', 'ended_at', NULL))).* FROM records_clock c WHERE id = %s"
)


@pytest.fixture
def shared(world, story):
    """The case and the person of the story, open to every agency there is."""
    pol = world.user("POL")
    with person.as_user(pol):
        for agency in world.agencies.values():
            for record in (story.case, story.victim):
                actions.assign(record.matter, by=pol, agency=agency, basis="case_team")
    return story


def started(world, record, rule: str) -> Clock:
    with person.as_system("a limit began"):
        clock = clocks.start(record, rule, timezone.now() - timedelta(hours=2))
    assert clock, f"{rule} is in force"
    return clock


def ends(world, clock: Clock) -> dict[str, bool]:
    """Of each role that sees the clock whether she ends it by hand, and, which must be the same, starts another."""
    found = {}
    for role in policy.ROLES:
        with world.as_(role):
            if Clock.objects.filter(pk=clock.pk).exists():
                found[role] = tried(END, [clock.pk])
                assert tried(START, [clock.pk]) == found[role], role
    return found


def writers(*slugs: str) -> set[str]:
    return {role for role in policy.ROLES for slug in slugs if policy.letter(role, slug) == "w"}


@pytest.mark.parametrize(
    ("slug", "rule", "also"),
    [
        ("cases", "DL-01", ()),
        ("suspects", "DL-06", ()),
        ("suspects", "DL-07-84", ("case-charges", "prosecutions")),
        ("people", "DL-14", ()),
    ],
)
def test_a_clock_is_ended_and_started_by_who_changes_its_record_or_what_ends_it(world, shared, slug, rule, also):
    record = {"cases": shared.case, "suspects": shared.suspect, "people": shared.victim}[slug]

    done = ends(world, started(world, record, rule))

    assert {role for role, ended in done.items() if ended} == writers(slug, *also)
    assert len(done) > len(writers(slug, *also))  # the control: others were there to try


def test_who_knows_of_a_decision_and_works_with_the_person_ends_the_wait_for_her_notice_alone(world, shared):
    pol, lab = world.user("POL"), world.user("LAB")
    with person.as_user(pol):
        decision = make("identification-decisions", by=pol, person=shared.victim)
    protection, notice = started(world, decision, "DL-01"), started(world, decision, "DL-05")

    with person.as_user(lab):
        assert policy.letter("LAB", "identification-decisions") == "x"
        assert refuses(END, [protection.pk])
        make("rights-notices", by=lab, person=shared.victim)
    with person.as_user(pol):
        assert Clock.objects.get(pk=notice.pk).ended_at
        assert Clock.objects.get(pk=protection.pk).ended_at is None


def test_the_clock_of_an_offer_ends_with_its_answer_and_by_no_hand(world, story):
    pol, pro = world.user("POL"), world.user("PRO")
    with person.as_user(pol):
        offer = actions.assign(
            story.case.matter, by=pol, agency=world.prosecutor, basis="referral", note="To be indicted"
        )
        clock = Clock.objects.get(record_id=offer.pk)
        assert refuses(END, [clock.pk])
    with person.as_user(pro):
        assert refuses(END, [clock.pk])
        actions.move(offer, "accept", by=pro)
    with person.as_user(pol):
        assert Clock.objects.get(pk=clock.pk).ended_at
        assert refuses(START, [clock.pk])


def test_the_end_of_a_clock_stands_in_the_history_of_its_record(world, story):
    clock, pol = started(world, story.case, "DL-01"), world.user("POL")
    with person.as_user(pol):
        clocks.stop(story.case, "DL-01", at=timezone.now())
        sql("UPDATE records_clock SET ended_at = ended_at WHERE id = %s", [clock.pk])  # nothing happened
        told = sql(
            "SELECT user_id, detail ->> 'rule' FROM actip.history('cases', %s) WHERE verb = 'clock_ended'",
            [str(story.case.pk)],
        )
    assert told == [(pol.pk, "DL-01")]


def test_the_control_without_the_question_whoever_knows_of_it_ends_it(world, shared):
    """A green run proves something only if it is the guard that refuses."""
    clock = started(world, shared.case, "DL-01")
    with world.as_("SHG"):
        [[guard]] = sql("SELECT pg_get_functiondef('actip.works_on_clock'::regproc)")
        as_owner(guard[: guard.index("BEGIN")] + "BEGIN RETURN true; END $function$")
        try:
            assert tried(END, [clock.pk])
        finally:
            as_owner(guard)
        assert refuses(END, [clock.pk])
