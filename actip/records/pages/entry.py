"""Entering: add, change and move, each one form, one draft and one action."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.access import decide
from actip.accounts import language
from actip.accounts.models import User
from actip.records import actions, catalogue, drafts, forms, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import conflict, door, lookalikes, proposed
from actip.records.pages.drafts import draft_context
from actip.records.pages.errors import refuse
from actip.records.scopes import ASSIGNMENT


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new record; `?case=<uuid>` hangs it below another and fills in what that one tells."""
    kind, _verbs = door.enter(request, slug, "create")
    if kind.scope is ASSIGNMENT:
        raise PermissionDenied(_("Open the record and choose who works on it there."))
    initial, origin = _prefill(request, kind)
    return new(request, kind, kind.fields, initial, origin)


def new(
    request, kind: RecordType, names, initial: dict, origin: models.Model | None, *, required=(), **more
) -> HttpResponse:
    """The form of a new record with some of its fields, for `add` and for an app's own short forms: shown, or taken and saved.

    required: fields that the form wants filled besides those that the model does. more: for the page.
    """
    make = forms.form_class(kind, names, required=required)
    options = {"kind": kind, "matter_id": getattr(origin, "matter_id", None)}

    def act(form):
        if not request.POST.get("checked") and (found := lookalikes.of(form.instance, kind)):
            return _page(request, form, context | {"found": found, "check": True})
        record = actions.save(form.instance, by=request.user)
        _warn(request, form)
        return _done(request, record, origin, _("Saved."))

    context = {
        "kind": kind,
        "title": proposed.to_add(kind),
        "origin": origin,
        **_way_back(request, kind, origin),
        "looks": bool(kind.lookalikes),
        "save": _("Save"),
    } | more
    return _entry(request, make, options, initial, act, context)


def change(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Correct what was entered; if somebody saved meanwhile, both versions are shown and chosen from field by field."""
    kind, verbs = door.enter(request, slug, "change")
    record = door.fetch(kind, pk)
    ways = door.Ways(request.user, record, kind, verbs)
    if not ways.can_change:
        return refuse(request, 409, _("In its present state this record cannot be changed."), shapes.address(record))
    make = forms.form_class(kind, [name for name in kind.fields if name not in kind.hangs])
    options = {"kind": kind, "instance": record, "matter_id": ways.matter_id}

    def act(form):
        try:
            with_version = form.cleaned_data["version"]
            actions.save(form.instance, by=request.user, version=with_version or 0, entered=tuple(form.fields))
        except actions.Conflict as clash:
            return conflict.page(request, kind, form, clash.theirs)
        _warn(request, form)
        return _done(request, record, None, _("Saved."))

    title = _("Change: %(record)s") % {"record": f"{kind.name} {shapes.heading(record)}"}
    context = {"kind": kind, "title": title, "record": record, "back_url": shapes.address(record), "save": _("Save")}
    return _entry(request, make, options, {}, act, context)


def move(request: HttpRequest, slug: str, pk, name: str) -> HttpResponse:
    """One step of the workflow with the facts that it needs; refused in words."""
    kind, verbs = door.enter(request, slug)
    step = kind.workflow.by_name.get(name) if kind.workflow else None
    if step is None:
        raise Http404
    record = door.fetch(kind, pk)
    ways = door.Ways(request.user, record, kind, verbs)
    if step not in ways.moves():
        sentence = ways.why_anothers(step) or _(
            "This step is not possible now; it may have been made already, or it is for somebody else to make."
        )
        if step.stamp and getattr(record, f"{step.stamp}_by_id"):
            sentence = actions.made_already(record, step)
        return refuse(request, 409, sentence, shapes.address(record))
    make = forms.form_class(kind, step.fields, required=step.needs)
    options = {"kind": kind, "instance": record, "matter_id": ways.matter_id}

    def act(form):
        facts = {name: form.cleaned_data[name] for name in step.fields}
        try:
            actions.move(record, name, by=request.user, facts=facts, version=form.cleaned_data["version"])
        except actions.Conflict:
            return refuse(
                request,
                409,
                _("Somebody else changed this record in the meantime. Look at it again, then take the step."),
                shapes.address(record),
            )
        return _done(request, record, None, _("Done: %(step)s.") % {"step": step.label})

    tone = "pay" if step.verb == "pay" else ""
    context = {
        "kind": kind, "record": record, "facts": shapes.facts(record, kind, verbs), "back_url": shapes.address(record),
        "title": f"{step.label}: {kind.name} {shapes.heading(record)}", "save": step.label, "tone": tone,
        "crumbs": [shapes.crumb(record)],
        "leave": _("Back"),  # beside a step that cancels something, "Cancel" would say two things
        "found": lookalikes.of(record, kind) if step.compares else None,
    }  # fmt: skip
    given = {name: request.GET.get(name) for name in step.fields if shapes.has_link(kind.model, name)}
    initial = {name: UUID(key) for name, key in given.items() if shapes.is_key(key)}
    return _entry(request, make, options, initial, act, context)


def _entry(request, make, options: dict, initial: dict, act: Callable, context: dict) -> HttpResponse:
    """Show the form (with the draft that there may be), or take what was typed: save, refuse in words, or switch the language."""
    name = drafts.name(request)
    if request.method != "POST":
        found = drafts.find(request.user, name)
        blank = make(initial=initial, **options)
        if found and "draft" in request.GET:
            typed = {key: field.widget.value_from_datadict(found.typed, {}, key) for key, field in blank.fields.items()}
            blank = make(initial=initial | typed, **options)
        return _page(request, blank, context | draft_context(name, found, is_continued="draft" in request.GET))
    if "_language" in request.POST:
        drafts.keep(request.user, name, request.POST)
        response = redirect(drafts.url(name))
        language.choose(request, response, request.POST["_language"])
        return response
    form = make(request.POST, initial=initial, **options)
    for field in conflict.left_to_them(request.POST):
        form.fields.pop(field, None)
    try:
        response = act(form) if form.is_valid() else None
    except ValidationError as error:
        form.blame(error)
        response = None
    if response is None:
        return _page(request, form, context | draft_context(name, None), status=422)
    if response.status_code == 302:
        drafts.discard(request.user, name)
    return response


def _page(request, form, context: dict, status: int = 200) -> HttpResponse:
    """The form; of a record that is there it shows what is recorded, so that this is a look at it like any other."""
    if "record" in context:
        actions.opened(context["record"])
    asked = context["kind"].asked
    needed = [field for field in form.visible_fields() if field.field.required or field.errors or field.name in asked]
    rest = [field for field in form.visible_fields() if field not in needed]
    folded = rest if len(rest) > 3 and len(needed) > 3 else []
    fields = {
        "form": form,
        "folded": folded,
        "plain": [field for field in form.visible_fields() if field not in folded],
    }
    meta = context["kind"].model._meta
    return render(
        request,
        [f"{meta.app_label}/{meta.model_name}_form.html", "records/form.html"],  # type: ignore[arg-type]
        draft_context(drafts.name(request), None) | context | fields | {"main_form": "entry"},
        status=status,
    )


def _way_back(request, kind: RecordType, origin: models.Model | None) -> dict:
    """What "Cancel" and the crumb of a new record lead to: what it hangs below, else the list, where there is one for her."""
    if origin is not None:
        return {"back_url": shapes.address(origin), "crumbs": [shapes.crumb(origin)]}
    if not (kind.scope.listed and kind.shown(decide.verbs(request.user, kind.code))):
        return {"back_url": "", "crumbs": []}
    url = reverse("records:list", args=[kind.slug])
    return {"back_url": url, "crumbs": [{"label": capfirst(kind.plural), "url": url}]}


def _warn(request, form) -> None:
    """Say what looks wrong in what was saved all the same."""
    for sentence in form.instance.warnings(form.cleaned_data) if hasattr(form.instance, "warnings") else ():
        messages.warning(request, sentence)


def _done(request, record: models.Model, origin: models.Model | None, sentence: str) -> HttpResponse:
    """On to the record that the work is about: what it hangs below, the matter that was offered, or itself."""
    kind = catalogue.of(record)
    target = origin if origin is not None and not kind.children and not kind.workflow else record
    if kind.scope is ASSIGNMENT:
        target = shapes.record_of(record.matter) if record.state != "declined" else None
    messages.success(request, sentence)
    return redirect(shapes.address(target) if target is not None else "records:home")


def _prefill(request, kind: RecordType) -> tuple[dict, models.Model | None]:
    """What the address fills in: codes of lists, links to records that exist for her and the codes that they share with the new one,
    but for those that are asked."""
    initial: dict = {}
    origin = None
    for name in kind.fields:
        given = request.GET.get(name) or (request.GET.get("parent") if name == kind.parent else None)
        if given and given in dict(kind.model._meta.get_field(name).flatchoices or ()):
            initial[name] = given
        if given and given.isdecimal() and kind.model._meta.get_field(name).related_model is User:
            initial[name] = given[:18]  # who is not in the list that the form offers is not chosen
        if not given or name in kind.sealed or not shapes.has_link(kind.model, name) or not shapes.is_key(given):
            continue
        other = catalogue.of(kind.model._meta.get_field(name).related_model)
        origin = door.fetch(other, given)
        read = other.shown(decide.verbs(request.user, other.code))
        shared = (field for field in kind.fields if field in read and field not in kind.asked)
        same = {field for field in shared if _is_code(kind.model._meta.get_field(field))}
        initial |= {field: getattr(origin, field) for field in same} | {name: origin.pk}
        if kind.parent and name != kind.parent and shapes.has_field(other.model, kind.parent):
            initial[kind.parent] = getattr(origin, f"{kind.parent}_id")
    return initial, origin


def _is_code(field: models.Field) -> bool:
    """A choice from a list, or yes and no."""
    return bool(field.choices) or isinstance(field, models.BooleanField)
