"""The catalogue of record types: declared once, read by pages, API, export, row security, documents and tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import cached_property

from actip.records.base import RootRecord
from actip.records.scopes import MATTER, Scope
from actip.records.workflow import Workflow
from actip.vault.fields import EncryptedField


@dataclass(frozen=True, eq=False)
class RecordType:
    """A kind of thing kept.

    code: its column in the matrix. slug: its plural in addresses. fields: what is entered, in order.
    columns: what a list shows. filters: fields that lists and API filter by. masked: fields that level `m` sees
    (none: at that level the row itself is hidden). payee: fields that level `p` sees, in rows whose state is in
    `payable`. parent: the foreign key through which it hangs below another record (and takes over its matter).
    instead: the foreign key through which it hangs where it has no parent, if there is such a one.
    begins: function(rows, agency_id, asked) that gives what its lists begin with, where that is not all within reach; asked: the names in
    the address.
    order: the column that lists outside matters are sorted by.
    children: slugs of record types shown as tabs of its page.
    changeable: states in which what was entered may still be changed (none named: all that some move leaves).
    asked: fields that a form shows at once though they may stay empty, and fills in from no other record. told: fields that are read and never entered.
    desk: a number where it stands in the navigation of whoever writes it, though it hangs below another record (0: it does not).
    tier: sensitivity of what is more sensitive than its code.
    room: function(record, child, user) that says whether a record of that type has a place below it now. Pages offer to add it only then;
    the database refuses it anyway.
    lookalikes: function(record) that finds what may be the same before it is added: a record, why, and perhaps how surely (0-100).
    api: dotted path of its API view, a subclass of Records, where it needs one of its own.
    before_create: function(record, by) that fills what is derived. on_create, on_change: function(record, by) for what else happens when one
    is made, or when what was entered is changed, in the same transaction.
    """

    model: type[models.Model]
    code: str
    slug: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    payee: tuple[str, ...] = ()
    payable: tuple[str, ...] = ()
    parent: str = ""
    instead: str = ""
    begins: Callable | None = None
    order: str = ""
    children: tuple[str, ...] = ()
    workflow: Workflow | None = None
    scope: Scope = MATTER
    changeable: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    desk: int = 0
    tier: int = 0
    api: str = ""
    room: Callable | None = None
    lookalikes: Callable | None = None
    before_create: Callable | None = None
    on_create: Callable | None = None
    on_change: Callable | None = None

    @property
    def name(self):
        return self.model._meta.verbose_name

    @property
    def plural(self):
        return self.model._meta.verbose_name_plural

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def sealed(self) -> tuple[str, ...]:
        """Its encrypted fields: masked dots until revealed with a reason."""
        return tuple(field.name for field in self.model._meta.fields if isinstance(field, EncryptedField))

    @cached_property
    def has_matter(self) -> bool:
        """Whether its rows belong to a matter; a register's do not."""
        return any(field.name == "matter" for field in self.model._meta.fields)

    @cached_property
    def hangs(self) -> tuple[str, ...]:
        """The foreign keys through one of which it hangs below another record."""
        return tuple(filter(None, (self.parent, self.instead)))

    @cached_property
    def is_root(self) -> bool:
        return issubclass(self.model, RootRecord)

    @cached_property
    def see(self) -> str:
        """The verb that makes a row visible: masked readers see rows only where there is something masked to see."""
        return self.scope.verb or ("see" if self.masked else "read")

    def can_change(self, state: str) -> bool:
        """Whether a record in this state is still open to changes of what was entered."""
        return self.workflow is None or state in self.open_states

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """States of its workflow in which that is so; the database holds it too (actip.guard_move)."""
        moves = self.workflow.moves if self.workflow else ()
        return self.changeable or tuple(dict.fromkeys(state for move in moves for state in move.sources))

    @cached_property
    def _everything(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.fields + self.columns + self.told))

    def shown(self, verbs) -> tuple[str, ...]:
        """The fields that somebody with these verbs reads."""
        if self.scope.verb and self.scope.verb not in verbs:
            return ()
        if "read" in verbs:
            return self._everything
        if "masked" in verbs and self.masked:
            return self.masked
        return self.payee if "pay" in verbs else ()


_types: dict[str, RecordType] = {}
_kinds: dict[type[models.Model], RecordType] = {}


def register(kind: RecordType) -> RecordType:
    """Add a record type; a slug or model can be declared once."""
    if kind.slug in _types or kind.model in _kinds:
        raise ValueError(f"{kind.slug} is declared twice")
    _types[kind.slug] = _kinds[kind.model] = kind
    return kind


def all_types() -> Iterator[RecordType]:
    """Every record type in order of declaration."""
    return iter(_types.values())


def get(slug: str) -> RecordType:
    """The record type of an address. Raises KeyError."""
    return _types[slug]


def of(record) -> RecordType:
    """The record type of a record or model. Raises KeyError for what is not a record."""
    return _kinds[record if isinstance(record, type) else type(record)]


def roots() -> Iterator[RecordType]:
    """Report, case and person."""
    return (kind for kind in all_types() if kind.is_root)


def root_of(matter_kind: str) -> RecordType:
    """The record type that opens matters of this kind."""
    return next(kind for kind in roots() if matter_kind == kind.model.MATTER_KIND)


def matter_kind(kind: RecordType) -> str:
    """report, case or person: of the root above a record type; "" for one outside matters."""
    if kind.is_root:
        return kind.model.MATTER_KIND
    return matter_kind(of(kind.model._meta.get_field(kind.parent).related_model)) if kind.parent else ""


def below(kind: RecordType) -> list[RecordType]:
    """Record types shown on the page of `kind`, as its declaration names them."""
    return [get(slug) for slug in kind.children]
