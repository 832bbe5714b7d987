"""Statements of one regime, and the ledger entries behind each of their figures."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actip.records import actions, catalogue, shapes
from actip.records.pages import errors
from compensation import books
from compensation.models import Line
from compensation.models.ledger import KINDS, REGIMES
from compensation.pages.asked import Asked, named, regimes

PAGE = 50
ZERO = Decimal(0)


def page(request):
    """One regime by month, head, person, defendant, shelter or residence; each figure opens onto its entries."""
    if not regimes(request.user):
        return errors.refuse(request, 403)
    asked = Asked(request.user, request.GET)
    context: dict = {"asked": asked, "form": asked.form}
    if asked.errors:
        return render(request, "compensation/statements.html", context, status=422)
    context |= table(asked)
    note("statements", asked, rows=len(context["rows"]))
    context["query"] = asked.query()
    return render(request, "compensation/statements.html", context)


def table(asked: Asked) -> dict:
    """Columns, rows [{label, cells [{amount, url}]}] and their sum, for the page and for a file."""
    scope, per = asked.scope, asked.per
    found = books.groups(scope, per)
    if is_more := len(found) > books.MOST:
        found.popitem()
    rows: dict = {}
    for key, label, more in named(per, list(found), asked.regime, scope):
        row = rows.setdefault(key if label else None, {"label": label or hidden_label(per), "more": more, "sums": {}})
        for name, amount in found[key].items():
            row["sums"][name] = row["sums"].get(name, ZERO) + amount
    for row in rows.values():
        row["cells"] = [_cell(asked, column, row["sums"][column.name], row["more"]) for column in scope.columns]
    totals = [sum((row["sums"][column.name] for row in rows.values()), ZERO) for column in scope.columns]
    return {
        "regime": str(dict(REGIMES)[asked.regime]),
        "by": str(books.PER[per][0]),
        "columns": [str(column.label) for column in scope.columns],
        "rows": list(rows.values()),
        "totals": [_cell(asked, column, amount, {}) for column, amount in zip(scope.columns, totals, strict=True)],
        "is_more": is_more,
        "beside": asked.beside,
        "converted": _converted(asked, totals),
        "is_narrow": scope.is_narrow,
        "has_stock": len(scope.columns) == len(books.COLUMNS[asked.regime]),
    }


def _converted(asked: Asked, totals: list[Decimal]) -> list[str]:
    """The totals in another currency, for the eye: with rate, day and source beside, added to nothing and in no file."""
    if asked.beside is None:
        return []
    return [f"{asked.beside.currency} {amount / asked.beside.rate:,.2f}" for amount in totals]


def hidden_label(per: str) -> str:
    """What a group is called that has no such thing, or one out of reach: the two are not told apart."""
    return {
        "defendant": _("No defendant named, or none that you can reach"),
        "shelter": _("No shelter named"),
    }.get(per, _("Not stated"))


def _cell(asked: Asked, column: books.Column, amount: Decimal, more: dict) -> dict:
    query = asked.query(figure=column.name, per=None, **more)
    return {
        "amount": amount,
        "label": str(column.label),
        "url": f"{reverse('statement-entries')}?{query}" if amount else "",
    }


def entries(request):
    """The lines behind a figure: date, kind, account, head, whose, and the record that they tell of."""
    if not regimes(request.user):
        return errors.refuse(request, 403)
    asked = Asked(request.user, request.GET, lines=True)
    if asked.errors:
        return render(request, "compensation/statements.html", {"asked": asked, "form": asked.form}, status=422)
    column = asked.column
    lines = asked.scope.lines(column)
    try:
        shown = list(_before(lines, request.GET.get("before", ""))[: PAGE + 1])
    except ValidationError:
        raise Http404 from None
    rows = told(shown[:PAGE], asked)
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    note("statement-entries", asked, figure=column.name if column else "")
    context = {
        "asked": asked,
        "regime": str(dict(REGIMES)[asked.regime]),
        "column": column,
        "total": books.total(lines, column),
        "rows": rows,
        "query": asked.query(),
        "shows_shelter": any(each["shelter"] for each in rows),
        "back": _back(asked),
        "page": {"next": f"?{asked.query(before=f'{last.on_day.isoformat()}.{last.pk}')}" if last else ""},
    }
    return render(request, "compensation/entries.html", context)


def _back(asked: Asked) -> str:
    """The page on which the figure stands."""
    if asked.account:
        on = asked.scope.until or timezone.localdate()
        return f"{reverse('trial-balance')}?{urlencode({'regime': asked.regime, 'on': on.isoformat()})}"
    return f"{reverse('statements')}?{asked.query(figure=None)}"


def _before(lines, cursor: str):
    """Newest first, from a line on that an earlier page ended with. Raises ValidationError for what is no such place."""
    lines = lines.select_related("entry").order_by("-on_day", "-pk")
    if not cursor:
        return lines
    day, _dot, key = cursor.partition(".")
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        raise ValidationError("cursor")
    day = Line._meta.get_field("on_day").to_python(day)
    return lines.filter(on_day__lte=day).exclude(on_day=day, pk__gte=int(key))


def told(lines: list[Line], asked: Asked) -> list[dict]:
    """Lines as the page and a file show them; what is out of reach is asked for once."""
    models.prefetch_related_objects(lines, "matter", "shelter")
    return [_row(line, asked) for line in lines]


def _row(line: Line, asked: Asked) -> dict:
    entry = line.entry
    kind = catalogue.get(entry.record_type)
    return {
        "on": line.on_day,
        "kind": str(dict(KINDS)[entry.kind]),
        "account": line.get_account_display(),
        "head": books.head_label(asked.regime, line.category),
        "residence": books.residence_label(line.residence),
        "shelter": _shelter(line, asked),
        "code": None if shapes.is_hidden(line, "matter") else line.matter.number,
        "debit": line.debit or None,
        "credit": line.credit or None,
        "note": entry.note,
        "source": str(kind.name),
        "url": shapes.address_of(kind, entry.record_id),
    }


def _shelter(line: Line, asked: Asked) -> str:
    """Its code, for those who may break the statement down by shelter."""
    return line.shelter.code if "shelter" in asked.form.fields and line.shelter_id and line.shelter else ""


def note(what: str, asked: Asked, **detail) -> None:
    """In the trail: which statement was opened, and of whom."""
    scope = asked.scope
    if scope.matter:
        detail["person"] = str(scope.matter.pk)
    actions.looked(what, regime=asked.regime, per=asked.per, **detail)
