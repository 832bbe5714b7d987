"""Two records of one person: merged by two people, read only meanwhile, undone as if nothing had been."""

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.records import actions, catalogue
from actip.records.actions import OutOfReach
from tests.access.conftest import refuses, sql, tried
from tests.factories import make
from tests.victims.test_identification import FOUND
from victims import merged
from victims.models import Person, VictimIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    """Two records that the police entered, and two officers."""
    pol = world.user("POL")
    with person.as_user(pol):
        records = [make("people", by=pol) for _ in range(2)]
        for record in records:
            make("identities", by=pol, person=record)
    return records


@pytest.fixture
def officers(world):
    return world.user("POL"), world.add_user("POL", "police", "second")


def request(pair, by):
    kept, other = pair
    with person.as_user(by):
        return make("merges", by=by, person=kept, merged=other)


def move(record, name, by, **facts):
    with person.as_user(by):
        return actions.move(record, name, by=by, facts=facts)


def test_one_requests_and_another_approves(pair, officers):
    first, second = officers
    merge = request(pair, first)
    with pytest.raises(ValidationError, match="Somebody else"):
        move(merge, "approve", first)
    move(merge, "approve", second)

    with person.as_user(first):
        assert Person.objects.get(pk=pair[1].pk).merged_into == pair[0]
        assert list(Person.objects.get(pk=pair[0].pk).also_recorded_as.all()) == [pair[1]]
        assert VictimIdentity.objects.count() == 2


def test_who_approves_reaches_both(world, pair, officers):
    first, stranger = officers[0], world.add_user("POL", "police_two")
    merge = request(pair, first)
    with person.as_user(first):
        actions.assign(pair[0].matter, by=first, agency=world.police_two, basis="case_team")
    with pytest.raises(ValidationError, match="Both records"):
        move(merge, "approve", stranger)
    approved = "UPDATE victims_personmerge SET status = 'approved', approved_by_id = actip.me_user(), approved_at = now() WHERE id = %s"
    with person.as_user(stranger):
        assert refuses(approved, [merge.pk])
    with person.as_user(first):
        actions.assign(pair[1].matter, by=first, agency=world.police_two, basis="case_team")
    assert move(merge, "approve", stranger).status == "approved"


def test_who_requests_sees_both(world, pair):
    stranger = world.add_user("POL", "police_two")
    with person.as_user(stranger):
        own = make("people", by=stranger)
        with pytest.raises((OutOfReach, ValidationError)):
            make("merges", by=stranger, person=own, merged=pair[1])


def test_a_merged_record_is_read_only_and_whole_again_once_undone(pair, officers):
    first, second = officers
    merge = request(pair, first)
    move(merge, "approve", second)
    with person.as_user(first):
        held = Person.objects.get(pk=pair[1].pk)
        for write in (
            lambda: actions.save(held, by=first),
            lambda: make("screenings", by=first, person=held),
            lambda: make("identification-decisions", by=first, person=held),
        ):
            with pytest.raises(ValidationError, match="merged into another"):
                write()
        make("screenings", by=first, person=pair[0])  # the other goes on
    move(merge, "undo", second, undo_reason="คนละคน")
    with person.as_user(first):
        freed = Person.objects.get(pk=pair[1].pk)
        assert freed.merged_into is None
        make("screenings", by=first, person=freed)


def test_a_merge_is_not_made_by_writing_the_pointer(pair, officers):
    with person.as_user(officers[0]):
        assert refuses("UPDATE victims_person SET merged_into_id = %s WHERE id = %s", [pair[0].pk, pair[1].pk])
        assert tried("UPDATE victims_person SET sex = 'male' WHERE id = %s", [pair[1].pk])


def test_a_record_is_not_merged_into_itself_twice_or_in_a_circle(pair, officers):
    first, second = officers
    kept, other = pair
    with person.as_user(first), pytest.raises(ValidationError, match="itself"):
        make("merges", by=first, person=kept, merged=kept)
    one, back = request((kept, other), first), request((other, kept), first)
    move(one, "approve", second)
    with pytest.raises(ValidationError):
        move(back, "approve", second)


def test_every_kind_of_record_in_a_persons_matter_is_guarded():
    slugs = {kind.slug for kind in merged.kinds()}

    assert {"people", "identities", "placements", "consents", "fund-payments"} <= slugs
    assert not slugs & {"cases", "suspects", "assignments", "shelters"}
    assert slugs < {kind.slug for kind in catalogue.all_types()}


def test_each_of_them_has_the_guard_for_what_is_added_and_for_what_is_changed():
    before_insert_or_update_of_a_row = 1 + 2 + 4 + 16
    found = sql(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'zz_merged' AND tgenabled = 'O' AND tgtype = %s",
        [before_insert_or_update_of_a_row],
    )
    assert {table for (table,) in found} == {kind.table for kind in merged.kinds()}


def test_who_is_known_to_be_a_victim_stays_one_in_the_record_that_is_kept(world, pair, officers):
    pmj = world.user("PMJ")
    with person.as_user(officers[0]):
        actions.assign(pair[1].matter, by=officers[0], agency=world.province, basis="protection")
    with person.as_user(pmj):
        decision = make("identification-decisions", by=pmj, person=pair[1])
        actions.move(decision, "decide_victim", by=pmj, facts=FOUND)

    with pytest.raises(ValidationError, match="keep that one"):
        move(request(pair, officers[0]), "approve", officers[1])
    assert move(request(pair[::-1], officers[0]), "approve", officers[1]).status == "approved"
