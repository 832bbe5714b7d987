"""What else happens around a Fund payment: the Fund is let in, the payee code and the residence are frozen, an account is placed."""

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.accounts.models import Agency
from actip.records import actions
from actip.thai.money import format_baht
from compensation import limits
from compensation.models import BankAccount
from compensation.models.fund import BY_ANOTHER


def prepare(payment, by):
    """Stamp the request and freeze the payee code."""
    payment.requested_by = by
    payment.requested_at = timezone.now()
    payment.payee_code = payment.person.matter.number


def place(account, by):
    """An account is of the matter of what is paid to it."""
    if of := account.payment or account.application:
        account.matter_id = of.matter_id


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


def approve_within_limit(payment, by):
    """One approver is enough up to her limit and the ceiling of the kind; where none is known nothing is checked."""
    found = _under(payment, by)
    if found.exceeded:
        raise ValidationError(_over(found), code="over_limit")


def approve_first(payment, by):
    """Over a limit, the first of two approvers; beyond what two may approve it is for the committee."""
    found = _under(payment, by)
    if found.too_much:
        raise ValidationError(
            _("This is more than two approvers may approve. It goes to the committee."), code="too_much"
        )


def second_the_approval(payment, by):
    """The second approver is somebody else than the first, whoever that one acted for, and whoever asked."""
    if by is not None and by.pk in (payment.approved_by_id, payment.approved_for_id, payment.requested_by_id):
        raise ValidationError(
            _("The second approver is somebody else than whoever asked, approved first or pays."), code="same_person"
        )


def account_written_by_another(payment, by):
    """Whoever wrote the payee's account last pays nothing to it; the database refuses it as well."""
    written = BankAccount.objects.filter(matter=payment.matter_id, is_active=True, entered_by=by)
    if by is not None and written.exists():
        raise ValidationError(BY_ANOTHER["account_entered_by_another"], code="account_entered_by_another")


def accounts_she_wrote(by) -> models.Q:
    """Payments to whose payee whoever acts wrote the account last; looked up payment by payment, however many accounts she wrote."""
    hers = "EXISTS (SELECT FROM actip.accounts_i_wrote a WHERE a.matter_id = %(expressions)s)"
    return models.Q(models.Func(models.F("matter_id"), template=hers, output_field=models.BooleanField()))


def looked_at_by_another(payment, by):
    """Documents are checked, and a request is recommended, by somebody else than whoever asked."""
    if by is not None and by.pk == payment.requested_by_id:
        raise ValidationError(
            _("Somebody else than whoever asked checks the documents and recommends."), code="same_person"
        )


def begin_again(payment, by):
    """Sent back, a request is corrected: the database has taken the stamps away, for what was looked at was another one."""
    payment.refresh_from_db()


STEPS = {
    "check": ("checked_by_id", lambda: _("Above %(amount)s the documents are checked first.")),
    "advise": ("recommended_by_id", lambda: _("Above %(amount)s a recommendation is needed first.")),
}


def _steps_are_made(payment) -> None:
    """Where a dated row asks for a check or a recommendation above an amount, it was made."""
    for limit in limits.in_force("fund", payment.kind, timezone.localdate(), *STEPS):
        stamp, sentence = STEPS[limit.measure]
        if payment.amount > limit.amount and getattr(payment, stamp) is None:
            raise ValidationError(sentence() % {"amount": format_baht(limit.amount)}, code="step_missing")


def _under(payment, by) -> limits.Powers:
    """Keep under which limit, in which role and for whom she approves; the system, which loads the past, has none."""
    if by is None:
        return limits.Powers(None, None, exceeded=False, too_much=False)
    _steps_are_made(payment)
    found = limits.powers(by.pk, "fund", payment.kind, payment.amount, timezone.localdate())
    payment.limit_id, payment.approved_for_id, payment.approved_role = found.limit, found.behind, by.role
    return found


def _over(found: limits.Powers) -> str:
    if found.too_much:
        return _("This is more than two approvers may approve. It goes to the committee.")
    limit = limits.Limit.objects.get(pk=found.limit)
    return _("Above %(amount)s a second person approves, with a reason: choose that step.") % {
        "amount": format_baht(limit.amount)
    }
