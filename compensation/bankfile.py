"""The file for the bank and the bank's answer. The format is in docs/bank-file.md; nothing in it but what a transfer needs."""

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from actip.records import actions
from actip.records.export import cell
from compensation.models import BankAccount, PaymentRun, RunItem
from compensation.payables import BY_REGIME, Payable

LARGEST = 1_000_000  # bytes of an answer
MOST = 5000  # lines of an answer
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@sensitive_variables()
def export(run: PaymentRun, *, by, reason: str) -> str:
    """The run as the bank reads it, of what is still paid: not what was returned by hand or reversed since. Each account is
    opened by its own audited reveal; the header says who took the file.

    Raises Refused, ValidationError (no reason; an account that was taken out of use since, or was written last by whoever takes
    the file or paid the run: then there is no file, not even of the rest).
    """
    payable = BY_REGIME[run.regime]
    actions.require(by, payable.kind, "pay")
    link = payable.link
    waiting = run.items.filter(outcome="", **{f"{link}__status": "paid"}).annotate(of_matter=F(f"{link}__matter"))
    items = list(waiting.select_related("run").order_by("number"))
    if not items:
        raise ValidationError(_("The bank has answered for every payment of this run."), code="answered")
    with transaction.atomic():
        accounts = _accounts(items)
        _apart(run, items, accounts, by)
        now = timezone.now()
        with actions.gate(PaymentRun):  # the database looks at the accounts as well
            PaymentRun.objects.filter(pk=run.pk).update(exported_by=by, exported_at=now)
        lines, total = [], Decimal(0)
        for item in items:
            account = accounts[item.of_matter]
            opened = actions.reveal(account, by=by, reason=reason)
            total += item.amount
            lines.append(
                ["D", item.reference, item.payee_code, account.bank, opened["account_number"],
                 cell(opened["account_name"]), f"{item.amount:.2f}", "THB"]
            )  # fmt: skip
        actions.exported(
            "payment-runs", purpose=reason.strip(), run=str(run.pk), payments=len(lines), accounts=len(lines)
        )
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    stamp = timezone.localtime(now).isoformat(timespec="seconds")
    writer.writerow(
        ["H", "ACTIP-BANK-1", str(run.pk), run.paid_on.isoformat(), str(len(lines)), f"{total:.2f}", by.username, stamp]
    )
    writer.writerows(lines)
    writer.writerow(["T", str(len(lines)), f"{total:.2f}"])
    return text.getvalue()


def _accounts(items: list) -> dict:
    """Matter -> the account to pay to, locked so that what was checked is what is sent. Raises ValidationError if one is missing."""
    rows = BankAccount.objects.filter(matter__in=[item.of_matter for item in items], is_active=True)
    accounts = {account.matter_id: account for account in rows.order_by("pk").select_for_update(of=("self",))}
    for item in items:
        if item.of_matter not in accounts:
            raise ValidationError(
                _("No bank account is recorded for payee %(code)s.") % {"code": item.payee_code}, code="account"
            )
    return accounts


def _apart(run: PaymentRun, items: list, accounts: dict, by) -> None:
    """Raise ValidationError, naming each payee, where whoever paid the run or takes the file wrote an account last."""
    why = {
        by.pk: _("You entered or corrected the account of payee %(code)s last: another payer takes this file."),
        run.made_by_id: _(
            "Whoever paid this run entered or corrected the account of payee %(code)s afterwards: another payer checks it and"
            " enters it again first."
        ),
    }
    writers = [(item.payee_code, accounts[item.of_matter].entered_by_id) for item in items]
    if found := [why[writer] % {"code": code} for code, writer in writers if writer in why]:
        raise ValidationError(found, code="account")


@dataclass
class Answered:
    """What came back: lines taken over, those that said the same before, and what needs a person."""

    paid: list[RunItem] = field(default_factory=list)
    returned: list[RunItem] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    missing: list[RunItem] = field(default_factory=list)


def answer(run: PaymentRun, text: str, *, by) -> Answered:
    """Take over the bank's answer for a run. A line that cannot be taken over is reported and changes nothing; reading the same
    file twice changes nothing more. Raises Refused, ValidationError for what is no such file.
    """
    payable = BY_REGIME[run.regime]
    actions.require(by, payable.kind, "pay")
    rows = _rows(text)
    found, seen = Answered(), set()
    with transaction.atomic():
        items = {
            item.reference: item
            for item in RunItem.objects.filter(run=run).select_related("run").select_for_update(of=("self",))
        }
        for line in rows:
            reference = line[0]
            if reference in seen:
                found.problems.append((reference, _("This line stands twice in the file.")))
                continue
            seen.add(reference)
            _take(payable, items.get(reference), line, by, found)
        found.missing = [item for reference, item in items.items() if reference not in seen and not item.outcome]
        actions.looked("bank-answers", run=str(run.pk), lines=len(rows), problems=len(found.problems))
    return found


def _take(payable: Payable, item: RunItem | None, line: list[str], by, found: Answered) -> None:
    reference, amount, outcome, reason = line
    if item is None:
        found.problems.append((reference, _("This run has no such payment.")))
    elif outcome not in ("paid", "returned"):
        found.problems.append((reference, _("The answer is neither paid nor returned.")))
    elif _amount(amount) != item.amount:
        found.problems.append((reference, _("The amount is not the one that was sent.")))
    elif item.outcome == outcome:
        found.same.append(reference)
    elif item.outcome:
        found.problems.append((reference, _("The bank answered otherwise before.")))
    elif outcome == "returned" and not reason:
        found.problems.append((reference, _("A returned payment needs a reason.")))
    elif outcome == "returned" and not _came_back(payable, item, reason, by):
        found.problems.append(
            (reference, _("The payment is in another state by now; its approver decides what follows."))
        )
    elif outcome == "returned":
        found.returned.append(item)
    else:
        item.outcome, item.reason, item.answered_at = outcome, reason[:300], timezone.now()
        item.save(update_fields=["outcome", "reason", "answered_at"])
        found.paid.append(item)


def _came_back(payable: Payable, item: RunItem, reason: str, by) -> bool:
    """Return the payment, if it is still paid and no receipt for it is on file; its line in the run follows by trigger."""
    payment = payable.rows.filter(pk=getattr(item, f"{payable.link}_id"), status="paid").first()
    if payment is None:
        return False
    actions.move(payment, "return", by=by, facts={"return_reason": reason[:300]})
    return True


def _amount(text: str) -> Decimal | None:
    """What a line says, in THB; None for what is no amount."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _rows(text: str) -> list[list[str]]:
    """The detail lines as [reference, amount, outcome, reason]; checked against the trailer, so that a torn file is noticed."""
    try:
        rows = csv.reader(io.StringIO(text.lstrip(BOM).replace("\0", ""), newline=""), strict=False)
        lines = [[part.strip() for part in row] for row in rows if row]
    except csv.Error:  # a line longer than any bank's
        lines = []
    details = [row for row in lines if row[0] == "D"]
    if len(lines) > MOST or not lines or lines[0][:2] != ["H", "ACTIP-BANK-1"] or lines[-1][0] != "T":
        raise ValidationError(_("This is not an answer of the bank as docs/bank-file.md describes it."), code="format")
    if any(len(row) < 5 for row in details) or lines[-1][1:2] != [str(len(details))]:
        raise ValidationError(_("The file is not whole: its last line counts other lines than there are."), code="torn")
    return [row[1:5] for row in details]
