"""Making a packet for an open offer: collected, sealed, entered, audited, all in one transaction."""

import uuid

from django.template.loader import render_to_string
from django.utils import timezone

from actip.access import decide, matrix
from actip.access.models import ROOT_CODES, Assignment, Matter
from actip.accounts.models import User
from actip.records import actions
from actip.records.models import Packet
from actip.records.packets import contents, sealing


def offers(matter, by) -> list[Assignment]:
    """The hand-overs of a matter that her agency offered and that wait for an answer."""
    found = Assignment.objects.filter(
        matter=matter, basis="referral", state="offered", from_agency_id=by.agency_id
    ).exclude(agency_id=by.agency_id)
    return list(found.select_related("agency").order_by("starts_at", "pk"))


def roles(offer: Assignment) -> list[str]:
    """Roles of people in the receiving agency that may read what the matter is about, as the matrix orders them."""
    there = User.objects.filter(agency_id=offer.agency_id, is_active=True, is_client=False)
    if offer.officer_id:
        there = there.filter(pk=offer.officer_id)
    at_work, code = set(there.values_list("role", flat=True)), ROOT_CODES[offer.matter.kind]
    return [role for role in matrix.roles() if role in at_work and decide.granted(role, code) & {"read", "masked"}]


def make(offer: Assignment, role: str, *, by) -> tuple[bytes, Packet]:
    """The file, and the record of it. Raises OutOfReach (no open offer of hers, or it opens nothing), TooLarge."""
    matter = Matter.objects.get(pk=offer.matter_id)  # what the offer opens changed with it
    if offer.pk not in {one.pk for one in offers(matter, by)} or role not in roles(offer):
        raise actions.OutOfReach
    if not contents.opens(offer, matter):
        raise actions.OutOfReach
    packet = Packet(id=uuid.uuid4(), matter=matter, offer=offer, role=role, made_by=by, made_at=timezone.now())
    parts = contents.collect(matter, role, by)
    told = {
        "packet": packet,
        "offer": offer,
        "matter": matter,
        "parts": contents.printed(parts),
        "role": matrix.label(matrix.roles()[role]),
    }
    files = {f"records/{part.kind.slug}.json": part.text() for part in parts}
    files["print.html"] = render_to_string("records/packet_print.html", told).encode()
    facts = {
        "packet": str(packet.pk), "matter": matter.number, "kind": matter.kind, "offer": str(offer.pk),
        "from": by.agency.code, "to": offer.agency.code, "role": role, "made_at": packet.made_at.isoformat(),
    }  # fmt: skip
    data, packet.digest = sealing.seal(files, facts, sealing.key())
    with actions.gate(Packet):
        packet.save(force_insert=True)
    return data, packet
