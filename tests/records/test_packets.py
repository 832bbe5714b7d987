"""A packet: sealed for the receiver of an offer with what she may see, made by the giver alone, and receipted."""

import json
import re

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import translation

from actip.access.models import Assignment, Matter
from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, catalogue
from actip.records.models import Packet
from actip.records.packets import contents, making, sealing
from actip.thai.dates import format_date
from tests.access import policy
from tests.factories import make
from tests.records.handover import NAME, _settings, browser  # noqa: F401  a fixture too
from tests.records.test_packet_file import unpacked

pytestmark = pytest.mark.django_db


def made(world, offer, role="PRO"):
    with world.as_("POL"):
        return making.make(offer, role, by=world.user("POL"))


def test_a_packet_holds_what_the_receiver_may_see_and_is_signed(world, case, offer):
    data, packet = made(world, offer)
    checked = sealing.check(data, sealing.key().public_key())
    parts = unpacked(data)

    assert checked.faults == []
    assert (checked.digest, checked.manifest["to"]) == (packet.digest, "prosecutor")
    assert {"records/cases.json", "records/suspects.json", "print.html"} <= set(parts)
    assert NAME.encode() not in b"".join(parts.values())  # a protected value, which travels in no file
    assert case.matter.number in parts["print.html"].decode()


def test_its_printed_side_is_words_for_people_one_record_below_the_other(world, case, offer):
    with world.as_("POL"):
        suspect = make("suspects", by=world.user("POL"), case=case)
        make("case-charges", by=world.user("POL"), case=case, suspect=suspect)
    with translation.override("en"):
        page, opened = unpacked(made(world, offer)[0])["print.html"].decode(), format_date(case.opened_on)
    rows = dict(re.findall(r'<th scope="row"[^>]*>(.*?)</th><td>(.*?)</td>', page))

    assert rows["Opened on"] == opened
    assert re.fullmatch(r"Suspect \d", rows["Suspect"])
    assert f">{rows['Suspect']}</caption>" in page
    assert not re.search(r">(True|False|None)<|T\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}-", page)


@pytest.mark.parametrize("role", policy.ROLES)
def test_no_packet_has_a_field_beyond_the_receivers(world, role):
    """Against the matrix as the tests read it, for every role and record type."""
    for kind in catalogue.all_types():
        for giver in ("POL", "PRO", "PMJ"):
            names = set(contents.fields(kind, role, world.user(giver)))
            if not names:
                continue
            assert policy.TIERS[kind.code] < 3
            assert not names & set(kind.sealed)
            assert policy.letter(role, kind.slug) in "rRwam"
            theirs, ours = policy.fields_shown(role, kind.slug), policy.fields_shown(giver, kind.slug)
            assert theirs is None or names <= theirs, (kind.slug, names)
            assert ours is None or names <= ours, (kind.slug, names)


def test_the_fields_of_a_part_are_those_and_no_others(world, offer):
    parts = unpacked(made(world, offer)[0])
    for name, part in parts.items():
        if not name.startswith("records/"):
            continue
        told = json.loads(part)
        allowed = set(contents.fields(catalogue.get(told["record_type"]), "PRO", world.user("POL")))
        assert allowed, name
        for row in told["records"]:
            assert set(row) == allowed | {"id"}


def test_without_an_open_offer_there_is_no_packet(world, case, offer):
    url = f"/cases/{case.pk}/packet/{offer.pk}/"
    officer = browser(world.user("POL"))
    assert officer.get(url).status_code == 200
    with world.as_("POL"):
        given = actions.assign(case.matter, by=world.user("POL"), agency=world.dsi, basis="case_team")
        actions.move(offer, "end", by=world.user("POL"))

    for other in (given, offer):
        assert officer.get(f"/cases/{case.pk}/packet/{other.pk}/").status_code == 404
        with world.as_("POL"), pytest.raises(actions.OutOfReach):
            making.make(other, "PRO", by=world.user("POL"))
        with world.as_("POL"), pytest.raises(ProgrammingError), transaction.atomic():
            _packet_by_sql(case, other, world.user("POL"))


def _packet_by_sql(case, offer, by):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_packet (id, matter_id, offer_id, role, made_by_id, made_at, digest)"
            " VALUES (gen_random_uuid(), %s, %s, 'PRO', %s, now(), %s)",
            [case.pk, offer.pk, by.pk, "0" * 64],
        )


def test_a_packet_is_made_by_the_giver_alone_and_never_changed(world, case, offer):
    _data, packet = made(world, offer)
    for role in ("PRO", "DSI"):
        with world.as_(role), pytest.raises(ProgrammingError), transaction.atomic():
            _packet_by_sql(case, offer, world.user(role))
    with world.as_("POL"), pytest.raises(ProgrammingError), transaction.atomic():
        Packet.objects.filter(pk=packet.pk).update(received_at=packet.made_at)
    with world.as_("DSI"):
        assert not Packet.objects.exists()


def test_a_packet_for_a_role_that_does_not_work_there_is_refused(world, offer):
    with pytest.raises(actions.OutOfReach):
        made(world, offer, role="SHG")


def test_the_page_shows_what_goes_along_then_gives_the_file(world, case, offer):
    client, url = browser(world.user("POL")), f"/cases/{case.pk}/packet/{offer.pk}/"

    shown = client.post(url, {"role": "PRO"})
    file = client.post(url, {"role": "PRO", "make": "yes"})

    assert shown.context["parts"][0].kind.slug == "cases"
    assert file["Content-Type"] == "application/zip"
    assert re.fullmatch(r'attachment; filename="packet-[0-9a-f]{8}\.zip"', file["Content-Disposition"])
    assert sealing.check(file.content, sealing.key().public_key()).faults == []
    with person.as_system("look"):
        event = Event.objects.filter(verb="export").get()
        assert event.detail["sha256"] == Packet.objects.get().digest


def test_more_than_a_packet_holds_is_said_on_its_page(world, case, offer, monkeypatch):
    monkeypatch.setattr(contents, "MOST", 1)

    page = browser(world.user("POL")).post(f"/cases/{case.pk}/packet/{offer.pk}/", {"role": "PRO", "make": "yes"})

    assert page.status_code == 422
    assert "more than a packet can" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "token"), [({}, 4 * 7), ({"officer_id": 5}, 4 * 5 + 2), ({"officer_id": 5, "timed_token": 3}, 4 * 3 + 3)]
)
def test_an_offer_opens_what_carries_its_token_and_nothing_that_is_locked(given, token):
    offer = Assignment(agency_id=7, **given)

    assert contents.opens(offer, Matter(reach=[0, token]))
    assert not contents.opens(offer, Matter(reach=sorted({0, 28, 22, 15} - {token})))


def test_what_is_offered_to_one_officer_is_sealed_for_her_role(world, case):
    with world.as_("POL"):
        by, officer = world.user("POL"), world.add_user("SPV", "police", "one-officer")
        offer = actions.assign(case.matter, by=by, agency=world.police, officer=officer, basis="referral", note="ต่อ")

    assert making.roles(offer) == ["SPV"]


# The receipt


def test_accepting_the_offer_receives_its_packets(world, case, offer):
    made(world, offer)
    before = browser(world.user("POL")).get(f"/cases/{case.pk}/").content.decode()
    with world.as_("PRO"):
        actions.move(offer, "accept", by=world.user("PRO"))
    with world.as_("POL"):
        packet = Packet.objects.get()
    after = browser(world.user("POL")).get(f"/cases/{case.pk}/").content.decode()

    assert packet.received_by == world.user("PRO")
    assert packet.received_at
    assert ("Not received yet" in before, "Received" in after) == (True, True)


def test_a_declined_offer_gives_no_receipt(world, offer):
    made(world, offer)
    with world.as_("PRO"):
        actions.move(offer, "decline", by=world.user("PRO"), facts={"reason": "ไม่ใช่เขตอำนาจ"})
    with world.as_("POL"):
        assert Packet.objects.get().received_at is None


def test_a_packet_needs_the_hash_of_its_manifest(world, case, offer):
    with world.as_("POL"), pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.create(
            matter=case.matter, offer=offer, role="PRO", made_by=world.user("POL"), made_at=offer.starts_at, digest="x"
        )
