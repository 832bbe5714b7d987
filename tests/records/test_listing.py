"""Lists: pages in order of last touch, forth and back, counted to a cap, from the feed."""

import pytest
from django.core.exceptions import ValidationError

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions, catalogue, listing
from cases.models import Case, Suspect
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(world):
    officer = world.user("POL")
    with person.as_user(officer):
        made = [make("cases", by=officer, province="TH-50" if n % 3 else "TH-10") for n in range(7)]
        for case in made:
            make("suspects", by=officer, case=case)
    return made


def pages(kind, queryset, size, **options):
    found, cursor = [], ""
    while True:
        page = listing.page(kind, queryset, cursor=cursor, size=size, **options)
        found.append([row.pk for row in page.rows])
        if not page.next:
            return found, page
        cursor = page.next


@pytest.mark.parametrize("slug", ["cases", "suspects"])
def test_pages_hold_every_record_once_and_lead_back(world, cases, slug):
    kind = catalogue.get(slug)

    with world.as_("POL"):
        found, last = pages(kind, kind.model.objects.all(), 3)
        back = listing.page(kind, kind.model.objects.all(), cursor=last.previous, size=3)

    assert [len(page) for page in found] == [3, 3, 1]
    assert len({pk for page in found for pk in page}) == 7
    assert [row.pk for row in back.rows] == found[1]
    assert last.count == 7
    assert not last.more


def test_filters_reach_beyond_the_first_page(world, cases):
    with world.as_("POL"):
        found, page = pages(catalogue.get("cases"), Case.objects.filter(province="TH-10"), 2)
        suspects, _page = pages(catalogue.get("suspects"), Suspect.objects.filter(case__province="TH-10"), 2)

    assert page.count == 3
    assert sum(map(len, found)) == 3
    assert sum(map(len, suspects)) == 3


def test_status_is_read_from_the_feed(world, cases):
    officer = world.user("POL")
    with world.as_("POL"):
        actions.move(cases[0], "inquire", by=officer)
        page = listing.page(catalogue.get("cases"), Case.objects.all(), status="inquiry")

    assert [row.pk for row in page.rows] == [cases[0].pk]


def test_another_unit_sees_and_counts_nothing(world, cases):
    other = world.add_user("POL", "police_two")
    with person.as_user(other):
        page = listing.page(catalogue.get("cases"), Case.objects.all())

    assert (page.rows, page.count) == ([], 0)


def test_a_matter_reached_twice_is_listed_once(world, cases):
    officer = world.user("POL")
    with world.as_("POL"):
        Assignment(matter=cases[0].matter, agency=world.police, officer=officer, basis="case_team")
        actions.assign(cases[0].matter, by=officer, agency=world.police, officer=officer, basis="case_team")
        page = listing.page(catalogue.get("cases"), Case.objects.all())

    assert (len(page.rows), page.count) == (7, 7)


def test_a_broken_cursor_is_refused_with_a_sentence(world):
    with world.as_("POL"), pytest.raises(ValidationError) as refusal:
        listing.page(catalogue.get("cases"), Case.objects.all(), cursor="not-a-cursor")

    assert refusal.value.code == "cursor"


def test_who_reads_people_agency_wide_lists_what_she_reads_of_them_alone(world, cases):
    """The social ministry: people of its whole agency (R), their identities where they are assigned (w)."""
    officer, ministry = world.user("POL"), world.user("DAT")
    with world.as_("POL"):
        person_ = make("people", by=officer, case=cases[0])
        identity = make("identities", by=officer, person=person_)
        actions.assign(person_.matter, by=officer, agency=ministry.agency, basis="protection")
    kind = catalogue.get("identities")

    with world.as_("DAT"):
        page = listing.page(kind, kind.model.objects.all())

    assert [row.pk for row in page.rows] == [identity.pk]
    assert page.count == 1


def test_what_nothing_answers_is_an_empty_page(world, cases):
    with world.as_("POL"):
        page = listing.page(catalogue.get("suspects"), Suspect.objects.none())

    assert (page.rows, page.count, page.next) == ([], 0, "")
