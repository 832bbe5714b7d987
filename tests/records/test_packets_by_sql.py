"""A packet, and a longer limit, past the actions: each in one's own name, for what stands as she saw it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, clocks
from actip.records.models import ClockExtension
from tests.access.conftest import refuses, sql, tried
from tests.compensation.conftest import refused
from tests.factories import make
from tests.records.handover import NOTE, offered
from tests.records.test_packets import made
from tests.rows import copied

pytestmark = pytest.mark.django_db
OWN, CONSTRAINT = "42501", "23514"


def test_a_packet_is_made_in_ones_own_name_for_an_offer_that_waits(world, case, offer):
    pol, spv, table = world.user("POL"), world.user("SPV"), "records_packet"
    _data, packet = made(world, offer)
    with person.as_user(pol):
        access = actions.assign(case.matter, by=pol, agency=world.ticac, basis="case_team")
        elsewhere = make("cases", by=pol)
        other = offered(world, elsewhere, world.prosecutor)
        assert tried(*copied(table, packet))  # the control
        for changed in (
            {"made_by_id": spv.pk},
            {"received_at": "2026-01-01T00:00:00Z"},
            {"received_by_id": world.user("PRO").pk},
            {"offer_id": str(access.pk)},
            {"offer_id": str(other.pk)},
            {"matter_id": str(elsewhere.pk)},
        ):
            assert refuses(*copied(table, packet, **changed)), changed
        assert refuses(f"UPDATE {table} SET role = 'CRT'")
    with world.as_("PRO"):
        actions.move(offer, "accept", by=world.user("PRO"))
        own = actions.assign(case.matter, by=world.user("PRO"), agency=world.court, basis="referral", note=NOTE)
        assert tried(
            *copied(
                table,
                packet,
                offer_id=str(own.pk),
                made_by_id=world.user("PRO").pk,
                received_at=None,
                received_by_id=None,
            )
        )
    with person.as_user(pol):
        assert refuses(*copied(table, packet, received_at=None, received_by_id=None))  # the offer is answered
        theirs = {"offer_id": str(own.pk), "received_at": None, "received_by_id": None}
        assert refuses(*copied(table, packet, **theirs))  # another agency's offer


def test_a_limit_is_lengthened_in_ones_own_name_while_it_runs_from_where_it_ends(world):
    pol, table = world.user("POL"), "records_clockextension"
    facts = {"amount": 24, "authority": "ศาลอาญา", "document": "ศ.12/2569", "granted_on": timezone.localdate()}
    with person.as_user(pol):
        late = clocks.start(make("cases", by=pol), "DL-01", timezone.now() - timedelta(hours=26))
        clocks.extend(late, by=pol, **facts)
        first = ClockExtension.objects.get()
        [(before, after)] = sql("SELECT due_at, due_at + interval '1 day' FROM records_clock")
        again = {"due_before": before.isoformat(), "due_after": after.isoformat()}
        assert refused(*copied(table, first, **again)) == ""  # the control
        assert refused(*copied(table, first)) == CONSTRAINT  # from an end that it has no more
        assert refused(*copied(table, first, **again, entered_by_id=world.user("SPV").pk)) == OWN
    with person.as_user(world.add_user("POL", "police_two")):
        assert not ClockExtension.objects.exists()
    with person.as_user(pol):
        sql("UPDATE records_clock SET ended_at = now()")
        assert refused(*copied(table, first, **again)) == CONSTRAINT


def test_a_packet_made_by_hand_stands_in_the_trail_as_well(world, offer):
    _data, packet = made(world, offer)

    def told() -> list:
        with person.as_system("look"):
            return list(Event.objects.filter(verb="export", record_type="assignments", record_id=str(offer.pk)))

    before = len(told())
    with world.as_("POL"):
        sql(*copied("records_packet", packet))
    assert len(told()) == before + 1
