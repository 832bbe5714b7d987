"""Taking a statement or a trial balance away, for a stated purpose: CSV, workbook or for the printer; each in the audit trail."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from actip.records import actions
from actip.records.export import CSV, LONGEST, attachment
from actip.records.pages import errors
from actip.thai.dates import format_date
from compensation import takeaway
from compensation.models.ledger import REGIMES
from compensation.pages.asked import Asked, regimes
from compensation.pages.statements import table, told
from compensation.pages.trial import DayForm
from compensation.pages.trial import table as table_of_trial

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TakeForm(forms.Form):
    asked = forms.CharField(max_length=1000)
    what = forms.ChoiceField(choices=[("totals", ""), ("entries", ""), ("trial", "")])
    shape = forms.ChoiceField(choices=[("csv", ""), ("xlsx", ""), ("print", "")])
    purpose = forms.CharField(min_length=5, max_length=200)


def file(request):
    """POST: the statement or the entries that the address `asked` shows, in a shape, for a purpose."""
    if not regimes(request.user):
        return errors.refuse(request, 403)
    form = TakeForm(request.POST)
    given = QueryDict(request.POST.get("asked", "")[:1000])
    try:
        if not form.is_valid():
            raise ValidationError(_("Say in at least five letters what you take this away for."))
        if form.cleaned_data["what"] == "trial":
            sheet, name = _trial(DayForm(request.user, given), form.cleaned_data, request.user)
        else:
            asked = Asked(request.user, given, lines=form.cleaned_data["what"] == "entries")
            _whole(asked.errors)
            sheet, name = _sheet(asked, form.cleaned_data, request.user), f"statement-{asked.regime}"
    except ValidationError as error:
        return errors.refuse(request, 400, what=" ".join(error.messages))
    return _served(request, sheet, form.cleaned_data["shape"], name)


def _whole(wrong) -> None:
    """Raises ValidationError for an address that is not that of a page."""
    if wrong:
        raise ValidationError(_("The address of this page is not whole. Start again from the statements."))


def _trial(asked: DayForm, of: dict, user) -> tuple[takeaway.Sheet, str]:
    """A trial balance and its name; sums over everybody, which may leave of every regime. Noted in the trail."""
    _whole(asked.errors)
    title = f"{_('Trial balance')}, {dict(REGIMES)[asked.chosen]}, {format_date(asked.day)}"
    sheet = takeaway.of_trial(table_of_trial(asked), title, takeaway.mark(user, of["purpose"]))
    actions.exported(
        "trial-balance", purpose=of["purpose"], regime=asked.chosen, on=asked.day.isoformat(), shape=of["shape"],
        rows=len(sheet.rows), columns=list(sheet.header),
    )  # fmt: skip
    return sheet, f"trial-balance-{asked.chosen}"


def _sheet(asked: Asked, of: dict, user) -> takeaway.Sheet:
    """Build it and note in the trail that it leaves; raises ValidationError where it may not, or is too long."""
    is_lines = of["what"] == "entries"
    if not takeaway.may_leave(asked.regime, asked.per, is_narrow=asked.scope.is_narrow, lines=is_lines):
        raise ValidationError(_("Of this regime only sums over everybody, by month or head, may leave the system."))
    mark, title = takeaway.mark(user, of["purpose"]), _title(asked)
    if is_lines:
        lines = list(asked.scope.lines(asked.column).select_related("entry").order_by("-on_day", "-pk")[: LONGEST + 1])
        if len(lines) > LONGEST:
            raise ValidationError(_("A file holds up to 10,000 rows. Set filters and try again."))
        sheet = takeaway.of_lines(told(lines, asked), title, mark)
    else:
        sheet = takeaway.of_table(table(asked), title, mark)
    actions.exported(
        "statements", purpose=of["purpose"], regime=asked.regime, per=asked.per, part=of["what"], shape=of["shape"],
        rows=len(sheet.rows), columns=list(sheet.header), filters=sorted(asked.parameters()),
        person=str(asked.scope.matter.pk) if asked.scope.matter else "",
    )  # fmt: skip
    return sheet


def _title(asked: Asked) -> str:
    column = [str(asked.column.label)] if asked.column else []
    return ", ".join([str(dict(REGIMES)[asked.regime]), *column, asked.covers])


def _served(request, sheet: takeaway.Sheet, shape: str, name: str) -> HttpResponse:
    if shape == "print":
        return render(request, "compensation/statement_print.html", {"sheet": sheet})
    if shape == "csv":
        return attachment(sheet.csv(), f"{name}.csv", CSV)
    return attachment(sheet.xlsx(), f"{name}.xlsx", XLSX)
