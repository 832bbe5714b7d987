"""Hand-overs of a matter on its page: what waits for an answer and until when, the packets made, and who received them."""

from django.urls import reverse
from django.utils import timezone

from actip.accounts.backend import prepared
from actip.records import catalogue
from actip.records.models import Packet
from actip.records.packets import making
from actip.records.pages import running
from actip.records.shapes import NOBODY

PACKETS = prepared.Query(
    lambda: Packet.objects.filter(matter_id=NOBODY).select_related("received_by").order_by("-made_at")[:50]
)


def shown(user, record, assignments, *, can_assign: bool) -> list[dict]:
    """Referrals that wait, and those for which a packet was made; newest first. The button stands at her agency's own offers."""
    packets: dict = {}
    for packet in PACKETS(record.matter_id):
        packets.setdefault(packet.offer_id, []).append(packet)
    chosen = [one for one in assignments if one.basis == "referral" and (one.state == "offered" or one.pk in packets)]
    pills = running.pills([one for one in chosen if one.state == "offered"], timezone.now())
    may = {one.pk for one in making.offers(record.matter, user)} if can_assign and chosen else set()
    slug = catalogue.of(record).slug
    return [
        {
            "offer": one,
            "pill": pills.get(one.pk),
            "packets": packets.get(one.pk, []),
            "url": reverse("records:packet", args=[slug, record.pk, one.pk]) if one.pk in may else "",
        }
        for one in chosen
    ]
