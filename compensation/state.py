"""What else happens around an application for state compensation: its clocks, and the sum that its heads make."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import clocks
from actip.thai.money import format_baht
from actip.thai.times import done_on, start_of
from compensation import limits


def prepare_application(application, by):
    """Freeze the payee code, and keep who entered it."""
    application.entered_by = by
    application.payee_code = application.person.matter.number


def start_the_year(application, by):
    """DL-14: one year from the day she learned of the offence, also where that day is corrected after the application."""
    clocks.start(application, "DL-14", start_of(application.knew_on))
    if application.applied_on:
        apply_ends_the_year(application, by)


def apply_ends_the_year(application, by):
    """Asked for: the year has done its work."""
    clocks.stop(application, "DL-14", at=done_on(application.applied_on))


def notified_starts_the_days(application, by):
    """DL-15: the days for an appeal, from the day the decision was notified; against a decision on an appeal there is none."""
    if not application.appealed_on:
        clocks.start(application, "DL-15", start_of(application.notified_on))


def appeal_ends_its_days(application, by):
    """An appeal was made; what was granted before is not paid until it is decided."""
    clocks.stop(application, "DL-15", at=done_on(application.appealed_on))


def decided_by_another(application, by):
    """The committee's decision is recorded by somebody else than whoever entered the application."""
    if by is not None and by.pk == application.entered_by_id:
        raise ValidationError(
            _("Somebody else than whoever entered an application records its decision."), code="same_person"
        )


def grant_what_the_heads_say(application, by):
    """What is granted is the sum of the heads; no head is granted more than the dated rate, where one is known."""
    decided_by_another(application, by)
    total = sum((head.granted or Decimal(0) for head in application.heads.all()), Decimal(0))
    if total <= 0:
        raise ValidationError(_("First record under each head what was granted."), code="no_head")
    for head, rate in rates(application):
        if rate and (head.granted or 0) > rate.amount:
            raise ValidationError(
                _("%(head)s: the law gives at most %(amount)s.")
                % {"head": head.get_head_display(), "amount": format_baht(rate.amount)},
                code="over_rate",
            )
    application.amount = total


def rates(application) -> list[tuple]:
    """Each head with the dated rate that is the most under it; None where none is known: then nothing is checked, and pages say so."""
    found = []
    for head in application.heads.order_by("created_at", "pk"):
        known = limits.in_force("state_comp", head.head, _rate_day(application), "rate")
        found.append((head, known[0] if known else None))
    return found


def _rate_day(application) -> date:
    """The day whose rates hold: of the application or of the offence (which of them is to be confirmed, so a setting says)."""
    if settings.ACTIP_STATE_RATE_DAY == "offence":
        return application.offence_on or application.knew_on
    return application.applied_on or timezone.localdate()


def appealed_once(application, by):
    """The decision on an appeal is the committee's last word here; what follows goes to the court."""
    if type(application).objects.filter(pk=application.pk, appealed_on__isnull=False).exists():
        raise ValidationError(_("There was an appeal already."), code="appealed")
