"""The page of one record: what it is, what is next, what hangs below it; and the opening of protected facts."""

from functools import cache

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from actip.access import decide
from actip.access.models import Assignment
from actip.accounts.backend import prepared
from actip.records import actions, catalogue, shapes
from actip.records.catalogue import RecordType
from actip.records.pages import door, handovers, lists, proposed, running

ASSIGNED = prepared.Query(
    lambda: (
        Assignment.objects.filter(matter_id=shapes.NOBODY)
        .select_related("agency", "officer")
        .order_by("-is_lead", "state", "-starts_at")[:100]
    )
)
UNFOLDED = 4  # records to add that stand in the open; more are behind one word
PER_TAB = 50
FEW = 9  # of more tabs the empty ones are folded away


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=500, min_length=5, strip=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why do you need to see it?")


def page(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Opened: noted in the audit trail before anything is shown."""
    kind, verbs = door.enter(request, slug)
    record = door.opened(kind, pk)
    shown = Shown(request, record, kind, verbs)
    return _render(request, kind, shown.context())


@sensitive_variables()
def reveal(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Protected facts, once, for a reason that is kept; nothing of the answer is stored by a browser."""
    kind, verbs = door.enter(request, slug, "read")
    record = door.fetch(kind, pk)
    shown = Shown(request, record, kind, verbs)
    form = ReasonForm(request.POST or None)
    opened = {}
    if request.method == "POST" and form.is_valid():
        opened = actions.reveal(record, by=request.user, reason=form.cleaned_data["reason"])
    labels = {name: capfirst(record._meta.get_field(name).verbose_name) for name in kind.sealed}
    context = shown.context() | {
        "form": form,
        "revealed": [{"label": labels[name], "value": value} for name, value in opened.items()],
        "opened": {"by": str(request.user), "at": timezone.now()},
    }
    response = _render(request, kind, context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _render(request, kind: RecordType, context: dict, status: int = 200) -> HttpResponse:
    meta = kind.model._meta
    return render(
        request, [f"{meta.app_label}/{meta.model_name}_detail.html", "records/detail.html"], context, status=status
    )  # type: ignore[arg-type]


@cache
def _counting(kind: RecordType, slugs: tuple[str, ...]) -> str:
    """The statement that counts rows of these record types below one of `kind`, up to 100 of each."""
    counts = []
    for child in map(catalogue.get, slugs):
        column = child.model._meta.get_field(door.link_to(child, kind)).column
        counts.append(f"(SELECT count(*) FROM (SELECT FROM {child.table} WHERE {column} = %s LIMIT 100) few)")
    return f"SELECT {', '.join(counts)}"


class Shown:
    """Everything that the page of a record says to one person."""

    def __init__(self, request, record: models.Model, kind: RecordType, verbs: frozenset[str]):
        self.request, self.record, self.kind, self.verbs = request, record, kind, verbs
        self.user = request.user
        self.url = shapes.address(record)
        self.ways = door.Ways(request.user, record, kind, verbs)
        self.tab = request.GET.get("tab", "")
        self.below = next((child for child in self.ways.children if child.slug == self.tab), None)

    def context(self) -> dict:
        tabs = self.tabs()
        folded = self.folded(tabs)
        context = {
            "kind": self.kind, "record": self.record, "title": f"{capfirst(self.kind.name)} {shapes.heading(self.record)}",
            "identity": self.identity(), "tabs": [tab for tab in tabs if tab not in folded],
            "folded_tabs": folded, "crumbs": self.crumbs(), "tab": self.tab, "url": self.url,
            "offer": self.offer, "sealed": bool(self.kind.sealed) and "read" in self.verbs, "form": None,
        }  # fmt: skip
        if self.kind.sealed:
            context["form"] = ReasonForm()
            context["reveal_url"] = reverse("records:reveal", args=[self.kind.slug, self.record.pk])
        if self.below:
            return context | self.rows(self.below)
        if self.tab == "timeline" and self.is_open_matter:
            return context | {"events": running.merged(self.record, self.kind, self.user)}
        if self.tab == "assignments" and self.is_open_matter:
            url = reverse("records:assign", args=[self.kind.slug, self.record.pk]) if self.ways.can_assign else ""
            return context | {"assignments": self.assignments, "assign_url": url}
        return context | {
            "facts": shapes.facts(self.record, self.kind, self.verbs), **self.steps(), "exists": self.exists(),
            "handovers": handovers.shown(self.user, self.record, self.assignments, can_assign=self.ways.can_assign) if self.is_open_matter else None,
            "clocks": running.clocks(self.user, self.ways.matter_id, timezone.now()) if self.is_open_matter else None, "overview": True,
        }  # fmt: skip

    @property
    def is_open_matter(self) -> bool:
        """A report, case or person that she reads, not one of which she sees a few facts."""
        return self.kind.is_root and "read" in self.verbs

    @cached_property
    def assignments(self) -> list[Assignment]:
        return ASSIGNED(self.ways.matter_id)

    def identity(self) -> dict:
        state = shapes.state_field(self.kind)
        tags = [{"label": label, "tone": "red"} for label in getattr(self.record, "flags", ())]
        if state in self.kind.shown(self.verbs) or (state and "read" in self.verbs):
            code = getattr(self.record, state)
            tags.insert(0, {"label": shapes.display(self.record, state), "tone": shapes.tone(self.kind, code)})
        number, words = shapes.heading(self.record), shapes.title(self.record)
        words = words.removeprefix(number).strip(" ·")  # what the heading does not say
        tags += [{"label": words, "tone": "grey"}] if words and words != str(self.kind.name) else []
        is_there = (
            self.below and self.proposed and self.proposed["url"] == self.add_url(self.below)
        )  # the tab has that button
        return {
            "kind": capfirst(self.kind.name), "number": number, "tags": tags, "facts": self.holders(),
            "action": None if is_there else self.proposed, "menu": self.menu(),
            "within": lists.within(self.request, self.kind, self.verbs, self.record),
        }  # fmt: skip

    @cached_property
    def proposed(self) -> dict | None:
        """The step that the page proposes; none while she has an offer to answer."""
        return None if self.offer else proposed.proposed(self.ways, self.counts, self.move_url, self.add_url)

    def holders(self) -> list[dict]:
        if not self.is_open_matter:
            return []
        lead = next((one.agency for one in self.assignments if one.is_lead and one.state == "accepted"), None)
        matter = self.record.matter
        return [
            {"label": _("Held by"), "value": str(lead) if lead else None},
            {"label": _("Opened"), "value": matter.opened_at},
            {"label": _("Last touched"), "value": matter.touched_at},
        ]

    def menu(self) -> list[dict]:
        pages = [("change", _("Change")), ("assign", _("Assign somebody")), ("history", _("History"))]
        allowed = {"change": self.ways.can_change, "assign": self.ways.can_assign, "history": "read" in self.verbs}
        return [
            {"label": label, "url": reverse(f"records:{name}", args=[self.kind.slug, self.record.pk])}
            for name, label in pages
            if allowed[name]
        ]

    def tabs(self) -> list[dict]:
        found = [{"label": _("Overview"), "url": self.url, "current": not self.tab}]
        found += [
            {
                "label": capfirst(child.plural),
                "url": f"{self.url}?tab={child.slug}",
                "count": self.counts[child.slug],
                "current": self.tab == child.slug,
            }
            for child in self.ways.children
        ]
        if self.is_open_matter:
            for name, label in (("timeline", _("Timeline")), ("assignments", _("Assignments"))):
                found.append({"label": label, "url": f"{self.url}?tab={name}", "current": self.tab == name})
        return found if len(found) > 1 else []

    def folded(self, tabs: list[dict]) -> list[dict]:
        """Of many tabs those with nothing in them yet."""
        return [tab for tab in tabs if tab.get("count") == 0 and not tab["current"]] if len(tabs) > FEW else []

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows hang below; row security counts only those within reach."""
        slugs = tuple(child.slug for child in self.ways.children)
        if not slugs:
            return {}
        [found] = prepared.rows(_counting(self.kind, slugs), [self.record.pk] * len(slugs))
        return dict(zip(slugs, found, strict=True))

    def rows(self, child: RecordType) -> dict:
        verbs = decide.verbs(self.user, child.code)
        found = child.model._default_manager.filter(**{door.link_to(child, self.kind): self.record.pk})
        found = list(found.order_by("-created_at", "pk")[: PER_TAB + 1])
        models.prefetch_related_objects(found, *shapes.links(child))
        actions.listed(child, len(found[:PER_TAB]), self.record)
        context = shapes.table(child, found[:PER_TAB], verbs, with_number=child.is_root)
        return context | {"child": child, "add_url": self.add_url(child), "truncated": len(found) > PER_TAB}

    def steps(self) -> dict[str, list[dict]]:
        """What is proposed, moves of its workflow, then what can be hung below it: a few, the others folded away. An end comes
        after the other moves, and last of all while the work goes on in a record below.
        """
        first = self.proposed or {}
        moves = [step for step in self.ways.moves() if step != first.get("move")]
        moves.sort(key=lambda step: (self.kind.workflow.ends(step), not step.is_work))
        added = [
            {"label": proposed.to_add(child), "url": url}
            for child in self.ways.children
            if (url := self.add_url(child)) and url != first.get("url")
        ]
        shown = UNFOLDED if len(added) > UNFOLDED + 1 else len(added)
        waits = self.kind.workflow and self.ways.state in self.kind.workflow.goes_on
        last = [step for step in moves if waits and self.kind.workflow.ends(step)]
        found = (
            [self.step(step) for step in moves if step not in last] + added[:shown] + [self.step(step) for step in last]
        )
        if first:
            found.insert(0, (self.step(first["move"]) if "move" in first else {}) | first | {"first": True})
        elif not moves and len(added) == 1:
            found[0]["first"] = True
        return {"steps": found, "folded_steps": added[shown:]}

    def step(self, step) -> dict:
        first = proposed.lacking(step, self.counts)
        names = [str(first.name)] if first else []
        names += [str(self.record._meta.get_field(name).verbose_name) for name in step.needs]
        hint = _("Needs: %(facts)s") % {"facts": ", ".join(names)} if names else ""
        return {
            "label": step.label,
            "url": self.move_url(step),
            "hint": hint,
            "tone": "pay" if step.verb == "pay" else "",
        }

    def add_url(self, child: RecordType) -> str:
        """Where a record is added below this one; "" where that is not hers to do, or the one that there may be is there."""
        link = child.model._meta.get_field(door.link_to(child, self.kind))
        if not self.ways.can_add(child) or (link.one_to_one and self.counts[child.slug]):
            return ""
        return f"{reverse('records:add', args=[child.slug])}?{link.name}={self.record.pk}"

    def move_url(self, step) -> str:
        return reverse("records:move", args=[self.kind.slug, self.record.pk, step.name])

    @cached_property
    def offer(self) -> Assignment | None:
        """The offer of this matter that she may answer."""
        if not self.is_open_matter:
            return None
        return next(
            (one for one in self.assignments if one.state == "offered" and door.may_answer(self.user, one, "accept")),
            None,
        )

    def exists(self) -> list[str]:
        """Kinds of records of which she may know that there are some, and no more."""
        hidden = [
            kind
            for kind in catalogue.below(self.kind)
            if "exist" in decide.verbs(self.user, kind.code) and kind not in self.ways.children and not kind.scope.verb
        ]
        if not hidden or not self.kind.is_root:
            return []
        slugs = [kind.slug for kind in hidden]
        [(found,)] = prepared.rows("SELECT actip.existence(%s, %s)", [self.ways.matter_id, slugs])
        return [str(kind.plural) for kind in hidden if kind.slug in found]

    def crumbs(self) -> list[dict]:
        parent = next((name for name in self.kind.hangs if getattr(self.record, f"{name}_id")), "")
        if parent and not shapes.is_hidden(self.record, parent):
            return [shapes.crumb(getattr(self.record, parent))]
        if not self.kind.scope.listed:
            return []
        return [{"label": capfirst(self.kind.plural), "url": reverse("records:list", args=[self.kind.slug])}]
