"""What may be the same: a tip told twice, a person known already. Only within the reach of whoever asks."""

import math
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from actip.access.models import Feed
from actip.records import catalogue, finding
from actip.vault.fields import open_sealed

WINDOW = timedelta(days=14)
RECENT = 2000  # the newest matters are compared, so that the question costs the same at any size
COMPARED, MOST = 200, 5
ENOUGH = 50  # below that two reports have little in common
NEARBY_KM = 3


def similar_reports(report) -> Iterator[tuple[models.Model, str, int]]:
    """Reports within reach that may tell of the same, each with why and how surely (0-100), the surest first.

    The same number at the channel, whenever; the same telephone of the reporter, for whoever may write both; else place,
    time and what is alleged, among the newest.
    """
    if not report.received_at:
        return
    found: dict[Any, list[Any]] = {
        other.pk: [other, 100, [_("the same number at the channel")]] for other in _same_number(report)
    }
    for other in _same_telephone(report):
        _weigh(found, other, 60, [_("the same telephone of the reporter")])
    for other in _near(report):
        score, reasons = likeness(report, other)
        if score >= ENOUGH or other.pk in found:
            _weigh(found, other, score, reasons)
    for other, score, reasons in sorted(found.values(), key=lambda each: -each[1])[:MOST]:
        yield other, ", ".join(reasons), min(score, 100)


def _weigh(found: dict, other, score: int, reasons: list[str]) -> None:
    entry = found.setdefault(other.pk, [other, 0, []])
    entry[1] += score
    entry[2] += reasons


def likeness(report, other) -> tuple[int, list[str]]:
    """How much two reports say the same, and in what: place 25-45, what is alleged 20, time 5-18, people 5."""
    score, reasons = 0, []
    apart = distance(report, other)
    if apart is not None and apart <= NEARBY_KM:
        score, reasons = score + 45, [_("within %(km)d km") % {"km": max(1, round(apart))}]
    elif report.district and _plain(report.district) == _plain(other.district):
        score, reasons = score + 40, [_("the same district")]
    elif report.province and report.province == other.province:
        score, reasons = score + 25, [_("the same province")]
    if not reasons:
        return 0, []
    if report.exploitation == other.exploitation != "unknown":
        score, reasons = score + 20, [*reasons, _("the same form of exploitation")]
    hours = abs(report.received_at - other.received_at).total_seconds() / 3600
    for limit, weight in ((24, 18), (72, 12), (14 * 24, 5)):
        if hours <= limit:
            return score + weight + 5 * (report.people_count == other.people_count), [*reasons, _ago(hours)]
    return score, reasons


def _ago(hours: float) -> str:
    if hours <= 24:
        return _("within 24 hours")
    return _("within %(days)d days") % {"days": math.ceil(hours / 24)}


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def distance(one, other) -> float | None:
    """Kilometres between two reports with coordinates (as on a plane, good enough for a few), or None."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    north = float(one.latitude) - float(other.latitude)
    east = (float(one.longitude) - float(other.longitude)) * math.cos(math.radians(float(one.latitude)))
    return 111.2 * math.hypot(north, east)


def _others(report) -> models.QuerySet:
    return type(report).objects.exclude(pk=report.pk).exclude(status="merged").select_related("matter")


def _same_number(report) -> Iterable[models.Model]:
    if not report.external_id:
        return []
    same = _others(report).filter(external_id=report.external_id, channel=report.channel)
    return same.order_by("-received_at")[:3]


def _same_telephone(report) -> Iterable[models.Model]:
    """By the blind index: no telephone is opened, and readers who may not write reports find none."""
    if report._state.adding:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_id FROM actip.same_reporter(%s, 5)", [report.pk])
        keys = [key for (key,) in cursor.fetchall()]
    return _others(report).filter(pk__in=keys) if keys else []


def _near(report) -> Iterable[models.Model]:
    """Reports from the same province (or district, where that is all) or beside the same point, within 14 days, among the newest."""
    place = models.Q(province=report.province) if report.province else models.Q()
    if report.district and not report.province:
        place = models.Q(district__iexact=report.district)
    if report.latitude is not None and report.longitude is not None:
        latitude, longitude = float(report.latitude), float(report.longitude)
        place |= models.Q(
            latitude__range=(latitude - 0.1, latitude + 0.1), longitude__range=(longitude - 0.1, longitude + 0.1)
        )
    if not place:
        return []
    recent = Feed.objects.filter(kind="report", touched_at__gte=report.received_at - WINDOW).order_by("-touched_at")
    near = _others(report).filter(pk__in=recent.values("matter_id")[:RECENT])
    return near.filter(place, received_at__range=(report.received_at - WINDOW, report.received_at + WINDOW)).order_by(
        "-received_at"
    )[:COMPARED]


def same_reporter(reporter) -> Iterator[tuple[models.Model, str]]:
    """Other reports whose reporter has the same telephone, or the same name or nearly."""
    kind = catalogue.of(reporter)
    for other, why in finding.find(kind, name=open_sealed(reporter, "full_name"), phone=open_sealed(reporter, "phone")):
        if other.pk != reporter.report_id:
            yield other, why


def same_identity(identity) -> Iterator[tuple[models.Model, str]]:
    """People whose name, document or telephone is the same or nearly so."""
    kind = catalogue.of(identity)
    typed = {name: open_sealed(identity, name) for name in ("full_name", "document", "phone")}
    own = getattr(identity, f"{kind.parent}_id")
    for other, why in finding.find(kind, name=typed["full_name"], document=typed["document"], phone=typed["phone"]):
        if other.pk != own:
            yield other, why


def same_court_number(court_case) -> Iterator[tuple[models.Model, str]]:
    """Court files with the same number at the same court, in cases within reach: one court file may cover two cases."""
    if not (court_case.court and court_case.province and court_case.black_number):
        return
    same = type(court_case).objects.filter(
        court=court_case.court, province=court_case.province, black_number=court_case.black_number
    )
    for other in same.exclude(pk=court_case.pk).order_by("-filed_on")[:5]:
        yield other, _("the same black number at the same court")
