"""What may be the same: a tip told twice, a person known already. Only within the reach of whoever asks."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext as _

from actip.access.models import Feed
from actip.records import catalogue, finding
from actip.vault.fields import open_sealed

WINDOW = timedelta(days=14)
RECENT = 2000  # the newest matters are compared, so that the question costs the same at any size


def similar_reports(report) -> Iterator[tuple[models.Model, str]]:
    """Reports of the same kind from the same province within 14 days, and those with the same number at the channel."""
    if not report.received_at:
        return
    recent = Feed.objects.filter(kind="report", touched_at__gte=report.received_at - WINDOW).order_by("-touched_at")
    near = type(report).objects.filter(pk__in=recent.values("matter_id")[:RECENT]).select_related("matter")
    if report.external_id:
        for other in near.filter(external_id=report.external_id)[:3]:
            yield other, _("the same number at the channel")
    if report.province and report.exploitation:
        alike = near.filter(
            province=report.province,
            exploitation=report.exploitation,
            received_at__range=(report.received_at - WINDOW, report.received_at + WINDOW),
        )
        if report.external_id:
            alike = alike.exclude(external_id=report.external_id)
        for other in alike.order_by("-received_at")[:5]:
            yield other, _("the same province and form of exploitation, within 14 days")


def same_identity(identity) -> Iterator[tuple[models.Model, str]]:
    """People whose name, document or telephone is the same or nearly so."""
    kind = catalogue.of(identity)
    typed = {name: open_sealed(identity, name) for name in ("full_name", "document", "phone")}
    own = getattr(identity, f"{kind.parent}_id")
    for other, why in finding.find(kind, name=typed["full_name"], document=typed["document"], phone=typed["phone"]):
        if other.pk != own:
            yield other, why
