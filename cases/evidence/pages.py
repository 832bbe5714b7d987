"""Pages of evidence files: attach one, take one out."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from actip.records import catalogue, listing, shapes
from actip.records.pages import door
from actip.records.pages.errors import refuse
from cases.evidence import serving, sniff, upload
from cases.models import Evidence

NEWEST = 20


class ArrivedFile(forms.FileField):
    """A file that is asked for, and was checked before the form could see it."""

    def clean(self, data, initial=None):
        return data


class FileForm(forms.Form):
    """What a person says of a file; the file itself was checked while it arrived."""

    label = forms.CharField(
        max_length=200,
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("In a few words, without names of people."),
    )
    file = ArrivedFile(label=gettext_lazy("File"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("%(types)s, up to %(limit)s MB") % {
            "types": sniff.NAMES, "limit": upload.limit() // 1024 // 1024,
        }  # fmt: skip
        self.fields["file"].widget.attrs["accept"] = sniff.NAMES.replace(" ", ",")


@transaction.non_atomic_requests
@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A file for the item that `?evidence=` names; without it, which item is asked.

    Three transactions: who may is asked before a byte is read, the file arrives while none is open, the row is saved in
    the last. CSRF is checked within, because checking reads the body, which needs its handler first.
    """
    with transaction.atomic():
        if request.method != "POST" and not _given(request):
            return _which(request)
        evidence = _item(request)
        if request.method != "POST":
            return _form(request, FileForm(), evidence)
    try:
        receiver = upload.receive(request)
    except sniff.Unaccepted as error:
        with transaction.atomic():
            return refuse(request, 413, " ".join(error.messages), shapes.address(evidence))
    try:
        return _receive(request, receiver, evidence)
    finally:
        receiver.close()


@csrf_protect
def _receive(request: HttpRequest, receiver: upload.Receiver, evidence: Evidence) -> HttpResponse:
    form = FileForm(request.POST)
    try:
        upload.check(request, receiver)
    except sniff.Unaccepted as error:
        form.add_error("file", error)
    try:
        with transaction.atomic():
            if form.is_valid():
                kept = upload.keep(receiver, evidence=evidence, label=form.cleaned_data["label"], by=request.user)
    except ValidationError as error:
        form.add_error(None, [*error.messages])
    if form.errors:
        with transaction.atomic():
            return _form(request, form, evidence, status=422)
    receiver.kept()
    with transaction.atomic():
        return redirect(shapes.address(kept))


def _given(request: HttpRequest) -> str:
    return request.GET.get("evidence") or request.GET.get("parent") or ""


def _which(request: HttpRequest) -> HttpResponse:
    """The newest items that she may add files to, one of them to be chosen."""
    kind, _verbs = door.enter(request, "evidence-files", "create")
    above = catalogue.get("evidence")
    rows = listing.page(above, Evidence.objects.select_related("matter"), size=NEWEST, counted=False).rows
    open_to_her = {matter for matter in {row.matter_id for row in rows} if door.reach(matter, {(kind.code, "create")})}
    tasks = [
        {"label": shapes.named(row), "url": f"?evidence={row.pk}", "state": row.get_status_display(), "tone": shapes.tone(above, row.status)}
        for row in rows
        if row.matter_id in open_to_her
    ]  # fmt: skip
    return render(request, "cases/evidence_which.html", {"title": _("Attach a file"), "tasks": tasks})


def _item(request: HttpRequest) -> Evidence:
    """The item, if she may add files to it: 403 for a role that never may, 404 for an item out of her reach."""
    kind, _verbs = door.enter(request, "evidence-files", "create")
    given = _given(request)
    if not shapes.is_key(given):
        raise Http404
    evidence = door.fetch(catalogue.get("evidence"), given)
    if not door.reach(evidence.matter_id, {(kind.code, "create")}):
        raise PermissionDenied(_("Your role does not allow this."))
    return evidence


def _form(request, form: FileForm, evidence: Evidence, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "crumbs": [shapes.crumb(evidence)], "title": _("Attach a file"), "back_url": shapes.address(evidence), "item": shapes.named(evidence),
        "enctype": "multipart/form-data",
    }  # fmt: skip
    return render(request, "cases/evidence_upload.html", context, status=status)


@login_required
@require_safe
def content(request: HttpRequest, pk) -> HttpResponse:
    """The file itself, as an attachment; noted in the audit trail in the same transaction, or not given."""
    kind, _verbs = door.enter(request, "evidence-files", "read")
    file = door.fetch(kind, pk)
    try:
        return serving.attachment(file)
    except serving.Unreadable as error:
        return refuse(request, 409, str(error), shapes.address(file))
