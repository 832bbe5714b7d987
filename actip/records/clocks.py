"""Starting and stopping clocks by the rule in force on the day they start (Asia/Bangkok)."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from actip.records import catalogue
from actip.records.models import Clock, Rule


def rule_in_force(code: str, on) -> Rule | None:
    """The dated row of a rule that was in force on a day, or None if none is in use."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Rule.objects.filter(valid, code=code, valid_from__lte=on, is_active=True).order_by("-valid_from").first()


def due(starts_at: datetime, limit: int, unit: str) -> datetime:
    """The end of a limit: hours in real time; days to the end of the calendar day in Asia/Bangkok."""
    if unit == "hours":
        return starts_at + timedelta(hours=limit)
    last_day = timezone.localtime(starts_at).date() + timedelta(days=limit)
    return timezone.make_aware(datetime.combine(last_day, time(23, 59, 59)))


def start(record, code: str, at: datetime) -> Clock | None:
    """Start the clock of a rule for a record; None where no rule was in force that day. Starting twice changes nothing."""
    rule = rule_in_force(code, timezone.localtime(at).date())
    if rule is None:
        return None
    clock, _created = Clock.objects.get_or_create(
        record_id=record.pk,
        rule=rule,
        starts_at=at,
        defaults={
            "matter_id": record.matter_id,
            "record_type": catalogue.of(record).slug,
            "due_at": due(at, rule.limit, rule.unit),
        },
    )
    return clock


def stop(record, *codes: str, at: datetime) -> int:
    """End the record's running clocks of these rules; returns how many ended."""
    return Clock.objects.filter(record_id=record.pk, rule__code__in=codes, ended_at__isnull=True).update(ended_at=at)
