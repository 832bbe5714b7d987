"""Lists of limits begin with the matters that are due; they say what asking every clock there is would say."""

from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.utils import timezone

from actip.access.models import Feed, Matter
from actip.accounts import person
from actip.records import catalogue, clocks, due, export
from actip.records.models import Clock
from actip.records.pages.running import open_to
from tests.access import policy
from tests.api.conftest import Caller
from tests.factories import make
from tests.victims.test_witness import Witness

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def limits(world) -> dict[str, Clock]:
    """Of four cases: one runs, one is late, one ended in time, one ended late."""
    pol, now = world.user("POL"), timezone.now()
    starts = {"runs": now - HOUR, "late": now - 30 * HOUR, "kept": now - 40 * HOUR, "not kept": now - 50 * HOUR}
    with person.as_user(pol):
        found = {name: clocks.start(make("cases", by=pol), "DL-01", at) for name, at in starts.items()}
        for name, ended in (("kept", 30), ("not kept", 2)):
            Clock.objects.filter(pk=found[name].pk).update(ended_at=now - ended * HOUR)
    return found


def listed(user, state: str = "") -> set[str]:
    asked = Caller(user, session=True).get(f"clocks/{state and f'?state={state}'}")
    assert asked.status == 200
    return {row["id"] for row in asked.body["results"]}


def test_what_must_still_be_done_is_listed_and_what_ended_in_time_is_not(world, limits):
    keys = {name: str(clock.pk) for name, clock in limits.items()}

    assert listed(world.user("POL")) == {keys["runs"], keys["late"], keys["not kept"]}
    assert listed(world.user("POL"), "late") == {keys["late"], keys["not kept"]}
    assert listed(world.user("POL"), "running") == listed(world.user("POL"), "near") == {keys["runs"], keys["late"]}
    assert listed(world.user("PMJ")) == set()


def test_a_note_takes_it_out_of_the_lists_and_out_of_the_feed(world, limits):
    pol, spv, clock = world.user("POL"), world.user("SPV"), limits["not kept"]
    with person.as_user(pol):
        assert Matter.objects.get(pk=clock.matter_id).unnoted_at == clock.due_at
        clocks.answer(clock, by=pol, text="The interpreter came late")
    with person.as_user(spv):
        clocks.note(Clock.objects.get(pk=clock.pk), by=spv, text="Seen and discussed")

    assert str(clock.pk) not in listed(spv)
    with person.as_user(pol):
        assert Matter.objects.get(pk=clock.matter_id).unnoted_at is None
        assert not Feed.objects.filter(matter_id=clock.matter_id, unnoted_at__isnull=False).exists()
        assert Feed.objects.filter(unnoted_at__isnull=False).count() == 0


def test_limits_of_records_that_the_feed_does_not_tell_of_are_listed_for_who_reads_them(world):
    """A programme of witness protection: nobody else may learn of it, and its office is to see the end come."""
    witness = Witness(world)
    programme = witness.programme()
    now = timezone.now()
    with person.as_user(witness.wpo):
        clock = clocks.start(programme, "DL-01", now - 20 * HOUR)
        assert export.tier(catalogue.get("witness-programmes")) >= 4
        assert Matter.objects.get(pk=programme.matter_id).next_due_at is None
        assert clock in due.near(witness.wpo, now)

    assert str(clock.pk) in listed(witness.wpo, "running")
    assert all(str(clock.pk) not in listed(user) for user in witness.others())


def test_every_role_finds_what_asking_every_clock_would_find(scene):
    """Before these lists began with matters, row security looked at each clock of the country: that is the answer to equal."""
    now, told = timezone.now(), 0
    with person.as_system("limits of everything"):
        for slug in policy.IN_MATTERS:
            for place, key in enumerate(scene.rows[slug].values()):
                clock = clocks.start(catalogue.get(slug).model.objects.get(pk=key), "DL-01", now - 30 * HOUR)
                ended = now - HOUR if place % 2 else None
                Clock.objects.filter(pk=clock.pk).update(ended_at=ended)
    for role in policy.ROLES:
        user = scene.users[role]
        with person.as_user(user):
            every = clocks.listed(Clock.objects.filter(Q(ended_at=None) | Q(ended_at__gt=F("due_at")), breach_note=""))
            wanted = {clock.pk for clock in open_to(user, every, "read")}
            found = [*due.running(user, now + timedelta(days=36600)), *due.unnoted(user)]
            assert {clock.pk for clock in open_to(user, found, "read")} == wanted, role
            told += len(wanted)
    assert told
