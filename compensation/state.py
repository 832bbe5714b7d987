"""What else happens around an application for state compensation: its clocks, and the sum that its heads make."""

from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.records import clocks
from actip.thai.money import format_baht
from compensation import limits


def _moment(day: date) -> datetime:
    """The beginning of a calendar day in Asia/Bangkok."""
    return timezone.make_aware(datetime.combine(day, time(0, 0)))


def prepare_application(application, by):
    """Freeze the payee code, and keep who entered it."""
    application.entered_by = by
    application.payee_code = application.person.matter.number


def start_the_year(application, by):
    """DL-14: one year from the day she learned of the offence."""
    clocks.start(application, "DL-14", _moment(application.knew_on))


def apply_ends_the_year(application, by):
    """Asked for: the year has done its work."""
    clocks.stop(application, "DL-14", at=max(_moment(application.applied_on), _moment(application.knew_on)))


def notified_starts_the_days(application, by):
    """DL-15: the days for an appeal, from the day the decision was notified."""
    clocks.start(application, "DL-15", _moment(application.notified_on))


def appeal_ends_its_days(application, by):
    """An appeal was made; what was granted before is not paid until it is decided."""
    clocks.stop(application, "DL-15", at=max(_moment(application.appealed_on), _moment(application.notified_on)))


def grant_what_the_heads_say(application, by):
    """What is granted is the sum of the heads; no head is granted more than the dated rate, where one is known."""
    heads = list(application.heads.all())
    total = sum((head.granted or Decimal(0) for head in heads), Decimal(0))
    if total <= 0:
        raise ValidationError(_("First record under each head what was granted."), code="no_head")
    for head in heads:
        rates = limits.in_force("state_comp", head.head, application.applied_on, "rate")
        if rates and (head.granted or 0) > rates[0].amount:
            raise ValidationError(
                _("%(head)s: the law gives at most %(amount)s.")
                % {"head": head.get_head_display(), "amount": format_baht(rates[0].amount)},
                code="over_rate",
            )
    application.amount = total


def appealed_once(application, by):
    """The decision on an appeal is the committee's last word here; what follows goes to the court."""
    if type(application).objects.filter(pk=application.pk, appealed_on__isnull=False).exists():
        raise ValidationError(_("There was an appeal already."), code="appealed")
