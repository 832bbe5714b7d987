"""Giving an agency, or one officer of it, access to a matter: whom, on what basis, until when."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access.models import SAY_WHAT, Assignment
from actip.accounts.models import Agency, User
from actip.records import actions, shapes
from actip.records.catalogue import RecordType
from actip.records.forms import some
from actip.records.pages import door
from actip.thai.fields import ThaiCharField, ThaiDateTimeField

# Given by what happens (a placement, a payment, a consent, opening), not by hand; and agencies that hold no matters.
BY_ITSELF = ("opened", "placement", "fund", "archive", "consent")
NO_MATTERS = ("system", "archive", "partner", "committee", "oversight", "fund")
# To whom a case is handed on by whoever it was handed to; PostgreSQL holds the same (actip.may_assign).
HANDED_ON_TO = ("police", "dsi", "prosecutor", "court")


class AssignForm(forms.Form):
    agency = forms.ModelChoiceField(Agency.objects.none())
    officer = forms.ModelChoiceField(User.objects.none(), required=False)
    basis = forms.ChoiceField()
    until = ThaiDateTimeField(required=False)
    note = ThaiCharField(required=False, max_length=500)

    def __init__(self, *args, user, hands_on: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        of = Assignment._meta.get_field
        for name, field in self.fields.items():
            field.label = capfirst(of(name).verbose_name)
        agencies = Agency.objects.filter(is_active=True).exclude(kind__in=NO_MATTERS)
        agencies = agencies.filter(kind__in=HANDED_ON_TO) if hands_on else agencies
        self.fields["agency"] = some(agencies.order_by("kind", "name_th"), self.fields["agency"].label)
        own = User.objects.filter(agency_id=user.agency_id, is_active=True, is_client=False).order_by("username")
        self.fields["officer"].queryset = own
        self.fields["officer"].empty_label = _("The whole agency")
        self.fields["officer"].help_text = _("Only officers of your own agency can be chosen by name.")
        self.fields["basis"].choices = [
            ("", _("Choose")),
            *(choice for choice in Assignment.BASES if choice[0] not in BY_ITSELF),
        ]
        self.fields["basis"].help_text = _(
            "A referral waits for the agency's answer, and its note says what is asked. On any other basis the agency can open the"
            " record at once."
        )
        if hands_on:
            self.fields["basis"].choices = [choice for choice in Assignment.BASES if choice[0] == "referral"]
            self.fields["basis"].help_text = ""

    def clean(self):
        officer, agency = self.cleaned_data.get("officer"), self.cleaned_data.get("agency")
        if officer and agency and officer.agency_id != agency.pk:
            self.add_error("officer", _("This officer works in another agency."))
        if self.cleaned_data.get("basis") == "referral" and not self.cleaned_data.get("note"):
            self.add_error("note", SAY_WHAT)
        return self.cleaned_data


def enter(request: HttpRequest, slug: str, pk) -> tuple[RecordType, models.Model, door.Ways]:
    """A record that she may give others access to, or hand on; a role that never may is told so whatever there is."""
    kind, verbs = door.enter(request, slug)
    if not kind.is_root:
        raise Http404
    if not verbs & {"assign", "read"}:
        raise PermissionDenied(_("Your role does not open this kind of record."))
    record = door.fetch(kind, pk)
    ways = door.Ways(request.user, record, kind, verbs)
    if not ways.can_assign:
        raise PermissionDenied(_("You cannot give others access to this record."))
    return kind, record, ways


def page(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """A referral is offered and waits for an answer; every other basis opens the matter at once."""
    kind, record, ways = enter(request, slug, pk)
    form = AssignForm(request.POST or None, user=request.user, hands_on=ways.can_hand_on)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.assign(record.matter, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except actions.OutOfReach:
            form.add_error("agency", _("This agency cannot be given this record on this basis."))
        else:
            sentence = _("Offered to %(agency)s.") if given.state == "offered" else _("%(agency)s can open it now.")
            messages.success(request, sentence % {"agency": given.agency})
            return redirect(f"{shapes.address(record)}?tab=assignments")
    context = {"kind": kind, "record": record, "form": form, "title": _("Who works on %(record)s") % {"record": shapes.title(record)},
               "back_url": shapes.address(record), "save": _("Assign"), "plain": form.visible_fields(), "crumbs": [shapes.crumb(record)]}  # fmt: skip
    return render(request, "records/form.html", context, status=422 if form.errors else 200)
