"""What else happens around a Fund payment: the Fund is let in, the payee code and the residence are frozen."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.accounts.models import Agency
from actip.records import actions


def prepare(payment, by):
    """Stamp the request and freeze the payee code."""
    payment.requested_by = by
    payment.requested_at = timezone.now()
    payment.payee_code = payment.person.matter.number


def let_fund_in(payment, by):
    """The Fund reaches the person from the first request on; without one nothing can be asked for."""
    fund = Agency.objects.filter(kind="fund", is_active=True).order_by("pk").first()
    if fund is None:
        raise ValidationError(_("This agency cannot be given this record on this basis."), code="no_fund")
    actions.assign(payment.matter, by=by, agency=fund, basis="fund")


def freeze_residence(payment, by):
    """Residence on the day of payment, from the placement in force; asked of the database, for the payer sees no placement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.residence_on(%s, %s)", [payment.pk, payment.paid_on])
        payment.residence = cursor.fetchone()[0]
