"""Time in a matter: its clocks with what is left of them, and one timeline of what was written and what happened in the world."""

from datetime import date, datetime, timedelta

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actip.access import decide
from actip.accounts.backend import prepared
from actip.records import catalogue, shapes
from actip.records import clocks as limits
from actip.records.catalogue import RecordType
from actip.records.models import Clock, Rule
from actip.records.pages import history
from actip.records.shapes import NOBODY
from actip.thai.times import start_of

OF_MATTER = prepared.Query(
    lambda: (
        Clock.objects.filter(matter_id=NOBODY)
        .select_related("rule")
        .order_by(models.F("ended_at").desc(nulls_first=True), "due_at")[:20]
    )
)
NOT_THE_WORLD = ("created_at", "updated_at", "starts_at", "until")


def open_to(user, found, verb: str) -> list[Clock]:
    """The clocks of records that she may at least know of (`exist`), or read."""
    return [clock for clock in found if verb in decide.verbs(user, catalogue.get(clock.record_type).code)]


def unread(user, found) -> list[str]:
    """What the clocks are about of which she knows and that she does not read, in words."""
    known = {clock.record_type for clock in open_to(user, found, "exist")}
    read = {clock.record_type for clock in open_to(user, found, "read")}
    return sorted(str(catalogue.get(slug).plural) for slug in known - read)


def fetch(user, pk) -> Clock:
    """One clock of a record that she reads. Raises Http404."""
    found = Clock.objects.select_related("rule", "matter", "reason_by", "note_by").filter(pk=pk).first()
    if found is None or not open_to(user, [found], "read"):
        raise Http404
    return found


def clocks(user, matter_id, now: datetime) -> list[dict]:
    """The clocks of a matter for components/clocks.html, running ones first."""
    shown = open_to(user, OF_MATTER(matter_id), "exist")
    below = about(shown)
    return [_clock(user, clock, now, below.get(clock.record_id, "")) for clock in shown]


def about(found: list[Clock]) -> dict:
    """What clocks run on where that is not the matter itself, in words: id -> words. Two suspects of a case each have their own."""
    below: dict[RecordType, list] = {}
    for clock in found:
        if (kind := catalogue.get(clock.record_type)).parent:
            below.setdefault(kind, []).append(clock.record_id)
    words = {}
    for kind, ids in below.items():
        holder = [] if shapes.leads_to_root(kind, kind.parent) else [kind.parent]  # a remand is a suspect's
        rows = kind.model._default_manager.prefetch_related("matter", *holder).filter(pk__in=ids)
        for record in rows:
            above = [getattr(record, name) for name in holder if not shapes.is_hidden(record, name)]
            words[record.pk] = " · ".join(shapes.title(one) for one in (*above, record))
    return words


def _clock(user, clock: Clock, now: datetime, about: str) -> dict:
    rule = clock.rule
    used = (min(clock.ended_at or now, clock.due_at) - clock.starts_at) / (clock.due_at - clock.starts_at)
    return {
        "label": name(rule),
        "about": about,
        "is_unanswered": clock.due_at < (clock.ended_at or now) and not clock.breach_reason,
        "basis": rule.legal_basis,
        "source": rule.source,
        "confidence": rule.confidence,
        "due_at": clock.due_at,
        "pill": pill(clock, now),
        "share": round(100 * max(0, used)),
        "url": reverse("records:clock", args=[clock.pk]) if open_to(user, [clock], "read") else "",
    }


def pills(records, now: datetime) -> dict:
    """Of some records those with a running clock: id -> what is left of the one that ends first."""
    running = Clock.objects.filter(record_id__in=[one.pk for one in records], ended_at__isnull=True)
    return {clock.record_id: pill(clock, now) for clock in running.select_related("rule").order_by("-due_at")}


def name(rule: Rule) -> str:
    """What a rule is called in the language of the page."""
    return rule.name_th if get_language() == "th" else rule.name_en


def basis(rule: Rule) -> str:
    """Its basis in words, and that it is to be confirmed where it is."""
    return f"{rule.legal_basis} · {_('to be confirmed')}" if rule.confidence == "C" else rule.legal_basis


def limit(rule: Rule) -> str:
    """How long it is, in words; what is due at once has no length."""
    return length(rule.unit, rule.limit) if rule.limit else _("the same day")


def warns(rule: Rule) -> str:
    """How long before the end it warns, in words; "" where it does not."""
    unit = "hours" if rule.unit == "hours" else "days"
    said = [length(unit, before) for before in (rule.warn_before, rule.warn_again) if before]
    return (
        _("%(first)s, then %(second)s") % dict(zip(("first", "second"), said, strict=True))
        if said[1:]
        else "".join(said)
    )


def length(unit: str, n: int) -> str:
    """So many of a unit of Rule.UNITS, in words."""
    said = {
        "hours": ngettext("%(n)d hour", "%(n)d hours", n),
        "days": ngettext("%(n)d day", "%(n)d days", n),
        "months": ngettext("%(n)d month", "%(n)d months", n),
        "years": ngettext("%(n)d year", "%(n)d years", n),
    }
    return said[unit] % {"n": n}


def pill(clock: Clock, now: datetime) -> dict:
    """Time left in words, and how urgent that is."""
    if clock.ended_at:
        kept = clock.ended_at <= clock.due_at
        return {"text": _("Kept") if kept else _("Ended late"), "tone": "met" if kept else "breached"}
    left = clock.due_at - now
    if left < timedelta(0):
        return {"text": _("%(time)s late") % {"time": _span(-left)}, "tone": "breached"}
    rule = clock.rule
    tone = "soon" if left <= limits.before(rule, rule.warn_before) else "running"
    if left <= limits.before(rule, rule.warn_again):
        tone = "urgent"
    return {"text": _("%(time)s left") % {"time": _span(left)}, "tone": tone}


def _span(left: timedelta) -> str:
    days, hours = left // timedelta(days=1), left // timedelta(hours=1)
    if days >= 2:
        return length("days", days)
    return length("hours", hours) if hours else _("under an hour")


def merged(record: models.Model, kind: RecordType, user) -> list[dict]:
    """What was written and what happened, newest first; a day without a time is shown without one."""
    events = history.of_matter(record.matter_id)
    for other in catalogue.all_types():
        if other.has_matter and "read" in decide.verbs(user, other.code):
            for row in other.model._default_manager.filter(matter_id=record.matter_id).order_by("pk")[:100]:
                events += _dates(row, other)
    return sorted(events, key=lambda event: _moment(event["at"]), reverse=True)


def _dates(row: models.Model, kind: RecordType) -> list[dict]:
    names = dict.fromkeys(
        (
            *kind.fields,
            *kind.columns,
            *(name for move in (kind.workflow.moves if kind.workflow else ()) for name in move.fields),
        )
    )
    found = []
    for name in names:
        field = row._meta.get_field(name)
        if (
            isinstance(field, models.DateField)
            and field.editable
            and name not in NOT_THE_WORLD
            and (at := getattr(row, name))
        ):
            title = f"{capfirst(kind.name)}: {field.verbose_name}"
            found.append({"title": title, "at": at, "tone": "grey", "url": shapes.address(row)})
    return found


def _moment(at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else start_of(at)
