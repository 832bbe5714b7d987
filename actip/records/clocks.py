"""Starting, stopping, extending and answering clocks by the rule in force on the day they start (Asia/Bangkok)."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import actions, catalogue
from actip.records.models import Clock, ClockExtension, Rule
from actip.thai.times import end_of

SOON = timedelta(hours=72)


_hands: dict[str, set[str]] = {}


def also_by(slug: str, *rules: str) -> None:
    """Writing a record of this type starts and ends the clocks of these rules in its matter as well, though they hang on records
    that its writer may only read: in the same transaction, and not without it. Everybody else needs to be one who may change the
    record itself (actip.works_on_clock).
    """
    for rule in rules:
        _hands.setdefault(rule, set()).add(slug)


def hands() -> dict[str, list[str]]:
    """Rule -> the slugs declared for it by `also_by`."""
    return {rule: sorted(slugs) for rule, slugs in sorted(_hands.items())}


def rule_in_force(code: str, on) -> Rule | None:
    """The dated row of a rule that was in force on a day, or None if none is in use."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Rule.objects.filter(valid, code=code, valid_from__lte=on, is_active=True).order_by("-valid_from").first()


def due(starts_at: datetime, limit: int, unit: str) -> datetime:
    """The end of a limit: hours in real time; days, months and years to the end of the calendar day in Asia/Bangkok.

    A month ends on the day of the same number; where that month has none, on its last day.
    """
    if unit == "hours":
        return starts_at + timedelta(hours=limit)
    first = timezone.localtime(starts_at).date()
    last = first + timedelta(days=limit) if unit == "days" else months_later(first, limit * MONTHS[unit])
    return end_of(last)


MONTHS = {"months": 1, "years": 12}


def months_later(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start(record, code: str, at: datetime, *, not_after: datetime | None = None, again: bool = False) -> Clock | None:
    """Start the clock of a rule for a record; None where no rule was in force that day. Starting twice changes nothing.

    A record has one running clock of a rule: where its start, or the end that was ordered, was another one by mistake, the clock that
    ran ends where it began, as if it had never been, and the right one runs. What was extended stays; what was answered for as a breach
    ends now, and stays one.
    not_after: an earlier end than the rule's, set by an order. again: also where such a clock has ended already.
    """
    rule = rule_in_force(code, timezone.localtime(at).date())
    if rule is None:
        return None
    end = due(at, rule.limit, rule.unit)
    end = min(end, not_after) if not_after else end
    clocks = Clock.objects.filter(record_id=record.pk, rule__code=code)
    same = clocks.filter(Q(due_at=end) | Q(extensions__isnull=False), starts_at=at)
    same = same.filter(ended_at=None) if again else same.exclude(ended_at=F("starts_at"))
    found = same.order_by("-ended_at").first()
    others = clocks.exclude(pk=found.pk) if found else clocks
    _end_slips(others.filter(extensions=None))
    return found or Clock.objects.create(
        matter_id=record.matter_id, record_type=catalogue.of(record).slug, record_id=record.pk, rule=rule, starts_at=at, due_at=end,
    )  # fmt: skip


def withdraw(record, *codes: str) -> None:
    """No such limit ran, as is known now: end the record's clocks where they began; what was answered for as a breach stays one."""
    _end_slips(Clock.objects.filter(record_id=record.pk, rule__code__in=codes))


def _end_slips(clocks: models.QuerySet) -> None:
    running = clocks.filter(ended_at=None)
    running.filter(breach_reason="").update(ended_at=F("starts_at"))
    running.update(ended_at=Greatest(timezone.now(), F("starts_at")))


def stop(record, *codes: str, at: datetime) -> int:
    """End the record's running clocks of these rules, none of them before its start; returns how many ended."""
    running = Clock.objects.filter(record_id=record.pk, rule__code__in=codes, ended_at__isnull=True)
    return running.update(ended_at=Greatest(at, F("starts_at")))


def extend(clock: Clock, *, by, amount: int, authority: str, document: str, granted_on: date) -> ClockExtension:
    """Lengthen a running clock by `amount` of its rule's unit, as an authority granted in a document.

    Raises ValidationError (nothing said of authority or document, an ended clock, somebody was quicker), OutOfReach.
    """
    extension = ClockExtension(
        clock=clock, matter_id=clock.matter_id, amount=amount, due_before=clock.due_at,
        due_after=due(clock.due_at, amount, clock.rule.unit), granted_on=granted_on, authority=authority,
        document=document, entered_by=by,
    )  # fmt: skip
    with actions.gate(ClockExtension):
        extension.full_clean(exclude=("clock", "matter", "entered_by"))
        extension.save(force_insert=True)
    clock.due_at = extension.due_after
    return extension


def answer(clock: Clock, *, by, text: str, now: datetime | None = None) -> None:
    """Give the reason why a limit was passed; may be said better until a supervisor has noted it.

    Raises ValidationError (not late, no reason, noted already), OutOfReach (the record is not hers to change).
    """
    now = now or timezone.now()
    _must_be_late(clock, now)
    if clock.breach_note:
        raise ValidationError(_("A supervisor has noted this delay already."), code="state")
    _write(clock, "reason", by, now, breach_reason=_said(text))


def note(clock: Clock, *, by, text: str, now: datetime | None = None) -> None:
    """A supervisor's note on a passed limit: after the reason, by another person, once.

    Raises ValidationError, OutOfReach (she does not oversee the matter).
    """
    now = now or timezone.now()
    _must_be_late(clock, now)
    if not clock.breach_reason:
        raise ValidationError(_("The reason of the delay comes first: ask whoever works on the record."), code="state")
    if clock.breach_note:
        raise ValidationError(_("A supervisor has noted this delay already."), code="state")
    _write(clock, "note", by, now, breach_note=_said(text))


# What can be done with a limit, for page and API.
ACTS: dict[str, Callable[..., object]] = {"answer": answer, "note": note, "extend": extend}


def listed(clocks: models.QuerySet) -> models.QuerySet:
    """Clocks with what a list says of each, those due first."""
    return clocks.select_related("rule", "matter").order_by("due_at", "pk")


def running_late_at(moment: datetime) -> models.QuerySet:
    """The clocks that were late at a moment in the past, as it was known then.

    What was entered afterwards (an extension, an end, a clock itself) does not change the answer: asked again, it is the same.
    """
    known = ClockExtension.objects.filter(clock=models.OuterRef("pk"))
    then = known.filter(created_at__lte=moment).order_by("-due_after").values("due_after")[:1]
    first = known.order_by("due_after").values("due_before")[:1]
    # Made longer since, they were due earlier then; of all others the end that stands is asked first, before row security.
    longer = ClockExtension.objects.filter(created_at__gt=moment, due_before__lt=moment).values_list(
        "clock_id", flat=True
    )
    return Clock.objects.annotate(
        due_then=Coalesce(models.Subquery(then), models.Subquery(first), F("due_at"))
    ).filter(
        Q(due_at__lt=moment) | Q(pk__in=list(longer)), Q(ended_recorded_at__isnull=True) | Q(ended_recorded_at__gt=moment),
        created_at__lte=moment, due_then__lt=moment,
    )  # fmt: skip


def is_late(clock: Clock, now: datetime) -> bool:
    """Past its end, whether or not it ended since."""
    return (clock.ended_at or now) > clock.due_at


def is_near(clock: Clock, now: datetime) -> bool:
    """Running, and within three days of its end or the longer time before it at which its rule warns."""
    return clock.ended_at is None and clock.due_at - max(before(clock.rule, clock.rule.warn_before), SOON) <= now


def before(rule: Rule, amount: int) -> timedelta:
    """How long before the end a rule warns, of its `warn_before` or `warn_again`."""
    return timedelta(hours=amount) if rule.unit == "hours" else timedelta(days=amount)


def _must_be_late(clock: Clock, now: datetime) -> None:
    if not is_late(clock, now):
        raise ValidationError(_("This limit has not been passed: there is nothing to answer for."), code="state")


def _said(text: str) -> str:
    text = (text or "").strip()
    if not 5 <= len(text) <= 500:
        raise ValidationError(_("Say it in 5 to 500 characters."))
    return text


def _write(clock: Clock, stamp: str, by, now: datetime, **said: str) -> None:
    values = said | {f"{stamp}_by": by, f"{stamp}_at": now}
    for name, value in values.items():
        setattr(clock, name, value)
    with actions.gate(Clock):
        clock.validate_constraints()
        if not Clock.objects.filter(pk=clock.pk).update(**values):
            raise actions.OutOfReach
