"""The door of every page: is the kind open to the role, does the row exist for her, and which buttons will work."""

from functools import cache, cached_property, reduce
from operator import and_

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

from actip.access import decide
from actip.accounts.backend import prepared
from actip.audit import trail
from actip.records import actions, catalogue, shapes
from actip.records.catalogue import RecordType
from actip.records.scopes import ASSIGNMENT, STAY
from actip.records.shapes import NOBODY
from actip.records.workflow import Move


def enter(request, slug: str, verb: str = "") -> tuple[RecordType, frozenset[str]]:
    """The kind of an address and the person's verbs on it; without a verb, any that shows something opens."""
    kind = catalogue.get(slug)
    verbs = decide.verbs(request.user, kind.code)
    if not kind.shown(verbs) or (verb and verb not in verbs):
        raise PermissionDenied(_("Your role does not open this kind of record."))
    return kind, verbs


def fetch(kind: RecordType, pk) -> models.Model:
    """The row, if it exists for whoever acts; otherwise 404, whatever the reason."""
    record = _one(kind).first(pk)
    if record is None:
        raise Http404
    return record


def opened(kind: RecordType, pk) -> models.Model:
    """As `fetch`, for whatever shows the record whole: that she opened it is noted by the statement that reads it.

    Raises NotAudited where that cannot be written, so that nothing is shown.
    """
    with trail.noting(f"open {kind.slug}"):
        record = _opened(kind).first(kind.slug, trail.request_id.get(), pk)
    if record is None:
        raise Http404
    return record


@cache
def _one(kind: RecordType) -> prepared.Query:
    """One row by its key; a root record with its matter, which whoever sees the one sees."""
    return prepared.Query(lambda: _by_key(kind))


@cache
def _opened(kind: RecordType) -> prepared.Query:
    noted = trail.opening(kind.table, f"{kind.table}.matter_id" if kind.has_matter else "NULL")
    return prepared.Query(lambda: _by_key(kind).annotate(noted_as_opened=noted))


def _by_key(kind: RecordType) -> models.QuerySet:
    rows = kind.model._default_manager
    return (rows.select_related("matter") if kind.is_root else rows).filter(pk=NOBODY)


def reach(matter_id, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which (code, verb) pairs reach a matter."""
    if not wanted or matter_id is None:
        return set()
    pairs = map(list, zip(*wanted, strict=True))
    return set(prepared.rows("SELECT * FROM actip.reaching(%s, %s, %s)", [matter_id, *pairs]))


class Ways:
    """What one person can do with one record, asked of matrix, workflow and reach at once.

    adding: whether to ask for more than the steps that lead on from here: other buttons, and what she may add below it.
    """

    def __init__(
        self, user, record: models.Model, kind: RecordType, verbs: frozenset[str], *, adding: bool = True
    ) -> None:
        self.user, self.record, self.kind, self.verbs = user, record, kind, verbs
        self.state = getattr(record, kind.workflow.field) if kind.workflow else ""
        below = catalogue.below(kind) if adding else []
        self.children = [child for child in below if child.shown(decide.verbs(user, child.code))]
        wanted = {(kind.code, verb) for verb in (verbs - {"stats", "masked"} if adding else verbs & self._stepping())}
        wanted |= {(child.code, "create") for child in self.children if decide.decide(user, child.code, "create")}
        self.matter_id = getattr(record, "matter_id", None)
        self.reached = reach(self.matter_id, wanted) if self.matter_id else wanted

    def _stepping(self) -> set[str]:
        """The verbs of the steps that lead on from here."""
        return {step.verb for step in self.kind.workflow.open_from(self.state)} if self.kind.workflow else set()

    @property
    def can_change(self) -> bool:
        """An entry may be corrected: by whoever may, while its state allows."""
        if self.kind.scope in (ASSIGNMENT, STAY) or not self._own_register() or self._is_read_only():
            return False
        return (self.kind.code, "change") in self.reached and self.kind.can_change(self.state)

    def _is_read_only(self) -> bool:
        """What it hangs directly below was merged, or it was itself."""
        parent = self.kind.parent
        above = getattr(self.record, parent) if parent and not shapes.is_hidden(self.record, parent) else self.record
        return above is not None and above.is_read_only

    @property
    def can_assign(self) -> bool:
        """She gives others access, or at least hands the matter on."""
        return self.kind.is_root and ((self.kind.code, "assign") in self.reached or self.can_hand_on)

    @cached_property
    def can_hand_on(self) -> bool:
        """She only reads the case, and answers for it since it was handed over: she may offer it on, and nothing else."""
        return self.kind.is_root and "assign" not in self.verbs and leads(self.matter_id, self.verbs)

    def can_add(self, child: RecordType) -> bool:
        """She may, and there is room for one."""
        return child in self._addable

    @cached_property
    def _addable(self) -> set[RecordType]:
        own, room = self._own_register(), self.kind.room
        may = (
            child
            for child in self.children
            if own and child.scope is not STAY and (child.code, "create") in self.reached
        )
        return {child for child in may if not room or room(self.record, child, self.user)}

    def moves(self) -> list[Move]:
        """Steps that lead on from here by her hand; what would always be refused to her is none."""
        if not self.kind.workflow:
            return []
        found = [
            step for step in self.kind.workflow.open_from(self.state) if (self.kind.code, step.verb) in self.reached
        ]
        if self.kind.scope is ASSIGNMENT:
            return [step for step in found if may_answer(self.user, self.record, step.name)]
        return [step for step in found if self._is_hers(step)]

    def _is_hers(self, step: Move) -> bool:
        """Two stamps of one record are never one person's, and a step may say itself whose it is."""
        if step.stamp and self.user.pk in [getattr(self.record, name) for name in other_stamps(self.kind, step.stamp)]:
            return False
        return not self.why_anothers(step)

    def why_anothers(self, step: Move) -> str:
        """Why a step is never hers: it is another office's, or in the words of the step itself; "" where nothing says so."""
        if not step.is_of(self.user.role):
            return actions.for_another(step)
        try:
            if step.whose:
                step.whose(self.record, self.user)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        return ""

    def _own_register(self) -> bool:
        """A register is kept by its agency, and so is what is added below one of its rows."""
        return self.kind.has_matter or getattr(self.record, "agency_id", self.user.agency_id) == self.user.agency_id


def other_stamps(kind: RecordType, stamp: str) -> list[str]:
    """Who else signed a record: the same stamp may be one person's again (a decision after an appeal), another never."""
    fields = [field for field in kind.model._meta.fields if field.name.endswith("_by")]
    return [field.attname for field in fields if field.name != f"{stamp}_by"]


def not_hers(user, kind: RecordType, steps: dict[str, list[Move]]) -> models.Q:
    """Of records in these states those of which no next step is hers; empty where that cannot be."""
    found = models.Q()
    for state, moves in steps.items():
        refused = [_refused(user, kind, move) for move in moves]
        if all(refused):
            found |= reduce(and_, refused, models.Q(**{kind.workflow.field: state}))
    return found


def _refused(user, kind: RecordType, step: Move) -> models.Q:
    """Records that she signed already, and those of which the step itself says that it is another's."""
    found = step.others(user) if step.others else models.Q()
    for name in other_stamps(kind, step.stamp) if step.stamp else ():
        found |= models.Q(**{name: user.pk})
    return found


def may_answer(user, assignment, step: str) -> bool:
    """An offer is answered by whom it was made to; either side ends it."""
    receives = assignment.agency_id == user.agency_id and assignment.officer_id in (None, user.pk)
    if step != "end":
        return receives
    if receives and assignment.state == "accepted":
        return True
    root = catalogue.root_of(assignment.matter.kind)
    if reach(assignment.matter_id, {(root.code, "assign")}):
        return True
    is_own_offer = assignment.state == "offered" and assignment.from_agency_id == user.agency_id
    return is_own_offer and leads(assignment.matter_id, decide.verbs(user, root.code))


def leads(matter_id, verbs: frozenset[str]) -> bool:
    """Whether whoever acts, with these verbs on its root, answers for a case that was handed over to her (actip.leads)."""
    if "read" not in verbs or matter_id is None:
        return False
    return bool(prepared.rows("SELECT actip.leads(%s)", [matter_id])[0][0])


@cache
def link_to(child: RecordType, parent: RecordType) -> str:
    """The foreign key through which a record type hangs below another."""
    links = (field for field in child.model._meta.fields if field.is_relation and field.editable)
    return next(field.name for field in links if field.related_model is parent.model)
