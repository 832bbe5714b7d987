"""What the address of a statement asks for, understood and checked; every filter stands in the address."""

from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.access.decide import decide
from actip.access.models import Matter
from actip.records import shapes
from actip.thai.dates import MONTHS, fiscal_period, fiscal_year, format_date, parse_date, year_label
from actip.thai.fields import ThaiDateField
from actip.thai.language import page_language
from cases.models import Suspect
from compensation import books
from compensation.models import ExchangeRate
from compensation.models.ledger import CODES, REGIMES
from victims.models import Shelter

LONGEST = 366  # days of a statement over everybody
DAYS = ("since", "until")
KEYS = ("defendant", "claim", "record")  # filters that links set, never typed


def regimes(user) -> list[tuple[str, str]]:
    """Code and name of the regimes whose records a person reads."""
    return [(code, str(label)) for code, label in REGIMES if decide(user, CODES[code], "read")]


def ways(user, regime: str) -> list[str]:
    """By what a person may break a regime down: by people, defendants and shelters only if she may know of those."""
    may = {
        "person": decide(user, "VPR", "see"),
        "defendant": regime == "court" and decide(user, "SUS", "see"),
        "shelter": regime in ("fund", "income") and decide(user, "PLC", "read"),
        "residence": regime == "fund",
    }
    return [per for per in books.PER if may.get(per, True)]


class AskForm(forms.Form):
    """The filters. Bound to the address; what is left out has a default."""

    fields: dict[str, Any]
    regime = forms.ChoiceField(label=gettext_lazy("Regime"))
    per = forms.ChoiceField(label=gettext_lazy("By"), required=False)
    since = ThaiDateField(label=gettext_lazy("From"), required=False)
    until = ThaiDateField(label=gettext_lazy("To"), required=False)
    person = forms.CharField(label=gettext_lazy("Number of the person"), required=False, max_length=20)
    shelter = forms.CharField(label=gettext_lazy("Code of the shelter"), required=False, max_length=20)
    beside = forms.ChoiceField(label=gettext_lazy("Currency beside"), required=False)

    def __init__(self, user, data):
        super().__init__(data)
        open_to = regimes(user)
        self.fields["regime"].choices = open_to
        known = {code for code, _label in open_to}
        offered = {per for code in known for per in ways(user, code)}
        self.fields["per"].choices = [(per, label) for per, (label, _key) in books.PER.items() if per in offered]
        currencies = ExchangeRate.objects.values_list("currency", flat=True).distinct().order_by("currency")
        self.fields["beside"].choices = [("", "–"), *((code, code) for code in currencies)]
        for name in ("person", "shelter"):
            if name not in offered:
                del self.fields[name]

    def clean_person(self):
        """The matter of a number within reach."""
        number = self.cleaned_data["person"].strip().upper()
        if not number:
            return None
        found = Matter.objects.filter(number=number, kind="person").first()
        if found is None:
            raise ValidationError(_("There is no person with this number that you can reach."))
        return found

    def clean_shelter(self):
        code = self.cleaned_data["shelter"].strip()
        if code in ("", books.NONE):
            return code or None
        found = Shelter.objects.filter(code__iexact=code).first()
        if found is None:
            raise ValidationError(_("There is no shelter with this code."))
        return found

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            raise ValidationError({"until": _("The last day is before the first.")})


class Asked:
    """`form`, `scope`, `per` and addresses of one request. `scope` is there only where `errors` is empty.

    lines: entries are asked for rather than sums; those of one account may go back to the beginning, as its balance does.
    """

    def __init__(self, user, given: QueryDict, *, lines: bool = False):
        self.user, self.given, self.lines = user, given, lines
        data = {
            name: given.get(name, "") for name in ("regime", "per", "since", "until", "person", "shelter", "beside")
        }
        first = regimes(user)[0][0]
        data["regime"], data["per"] = data["regime"] or first, data["per"] or "regime"
        if not given.keys() & {"since", "until", "person", *KEYS, "ordered"}:
            begin, _end = fiscal_period(fiscal_year(timezone.localdate()))
            data["since"] = begin.isoformat()
        for name in DAYS:
            with suppress(ValidationError):  # as people of this language write it; the field says what is wrong with it
                data[name] = format_date(parse_date(data[name]), style="digits") if data[name] else ""
        self.form = AskForm(user, data)
        if self.form.is_valid():
            self._check()

    def _check(self) -> None:
        if self.per not in ways(self.user, self.regime):
            self.form.add_error("per", _("This regime is not broken down that way."))
        for name in KEYS:
            key = self.given.get(name, "")
            if key and key != books.NONE and not shapes.is_key(key):
                self.form.add_error(None, _("The address of this page is not whole. Start again from the statements."))
                return
        if not self.scope.is_narrow and not (self.lines and self.account):
            since, until = self.scope.since, self.scope.until or timezone.localdate()
            if since is None or (until - since).days > LONGEST:
                self.form.add_error(
                    "since", _("A statement over everybody covers a year at most. Give a first day, or a person.")
                )

    @property
    def errors(self) -> dict:
        return self.form.errors

    @property
    def regime(self) -> str:
        return self.form.cleaned_data["regime"]

    @property
    def per(self) -> str:
        return self.form.cleaned_data["per"]

    @cached_property
    def scope(self) -> books.Scope:
        """The lines that are asked for."""
        of, given = self.form.cleaned_data, self.given
        year = given.get("ordered", "")
        return books.Scope(
            self.regime, since=of["since"], until=of["until"], matter=of.get("person"), shelter=of.get("shelter"),
            suspect=given.get("defendant") or None, head=self._code("head"), residence=self._code("residence"),
            claim=given.get("claim") or None, record=given.get("record") or None,
            ordered=(int(year) or None) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        )  # fmt: skip

    @property
    def covers(self) -> str:
        """Of whom and of which days the lines are, for the head of a page and of paper."""
        scope, shelter = self.scope, self.form.cleaned_data.get("shelter")
        begin = format_date(scope.since) if scope.since else _("from the beginning")
        named = [scope.matter.number] if scope.matter else []
        named += [shelter.code] if isinstance(shelter, Shelter) else []
        return ", ".join([*named, f"{begin} – {format_date(scope.until or timezone.localdate())}"])

    def _code(self, name: str) -> str:
        """A code of the address; one that there is not fits no line."""
        return self.given.get(name, "").replace("\0", "")[:20]

    @property
    def column(self) -> books.Column | None:
        """The one figure, or account, whose lines are asked for; None: all lines."""
        found = (one for one in books.COLUMNS[self.regime] if one.name == self.given.get("figure"))
        return next(found, self.account)

    @property
    def account(self) -> books.Column | None:
        """The account of the trial balance whose lines are asked for."""
        return books.account(self.regime, self.given.get("figure", ""))

    @cached_property
    def beside(self) -> ExchangeRate | None:
        """The rate by which sums are shown in another currency beside: the newest of the period, else the oldest known."""
        rates = ExchangeRate.objects.filter(currency=self.form.cleaned_data["beside"]).order_by("-on_day")
        until = self.scope.until or timezone.localdate()
        return rates.filter(on_day__lte=until).first() or rates.last()

    def parameters(self, **more) -> dict[str, str]:
        """The filters as they stand in an address, with something more; a value of None takes one away."""
        found = {
            name: self.given[name] for name in (*KEYS, "ordered", "head", "residence", "figure") if self.given.get(name)
        }
        found |= {name: str(value) for name, value in self.form.data.items() if value}
        found |= {name: day.isoformat() for name in DAYS if (day := self.form.cleaned_data.get(name))}
        return {name: str(value) for name, value in (found | more).items() if value is not None}

    def query(self, **more) -> str:
        return urlencode(self.parameters(**more))


def named(per: str, keys: list, regime: str, scope: books.Scope) -> list[tuple]:
    """(key, label, parameters of the group's entries) for each key; what is out of her reach is one group without a name."""
    if per in ("person", "defendant", "shelter"):
        return _of_rows(per, keys)
    if per == "month":
        found = []
        for day in keys:
            part = books.month_of(scope, day)
            found.append((day, month_label(day), {"since": part.since, "until": part.until}))
        return found
    if per == "regime":
        return [(key, str(dict(REGIMES)[regime]), {}) for key in keys]
    label = books.residence_label if per == "residence" else (lambda code: books.head_label(regime, code))
    return [(key, label(key) if key else _("not stated"), {per: key or books.NONE}) for key in keys]


def month_label(day: date) -> str:
    language = page_language(None)
    return f"{MONTHS[language][day.month - 1]} {year_label(day.year, language)}"


def _of_rows(per: str, keys: list) -> list[tuple]:
    """Groups that are records: by number or code, in that order."""
    model: type[models.Model] = {"person": Matter, "defendant": Suspect, "shelter": Shelter}[per]
    rows = model._default_manager.filter(pk__in=[key for key in keys if key])
    if per == "defendant":
        rows = rows.prefetch_related("matter")
    words = {"person": lambda row: row.number, "defendant": shapes.named, "shelter": lambda row: row.code}[per]
    seen = {row.pk: words(row) for row in rows}
    found = [(pk, label, {per: str(pk) if per == "defendant" else label}) for pk, label in seen.items()]
    found.sort(key=lambda group: group[1])
    hidden = [key for key in keys if key not in seen]
    return [*found, *((key, "", {per: books.NONE}) for key in hidden)]
