"""A workflow is a table: which move leads where, what it needs, what forbids it, what follows.

The same table draws the buttons, serves the API, prints docs/workflows.md, and is copied into the database,
where a trigger refuses any other change of state, whoever writes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise, cached_property

from actip.access import matrix


@dataclass(frozen=True)
class Move:
    """One step, named with the verb that officials use.

    sources, target: states. verb: what the matrix must grant (change, approve, pay, create).
    needs: fields that must be filled to make the step (asked for on its page). may: further fields it may set.
    derives: fields that its guard fills, never sent by whoever makes it.
    stamp: prefix of a `<stamp>_by` and `<stamp>_at` pair that the step fills.
    office: whose step it is in law (actip/access/offices.csv); "" where whoever has the verb may make it.
    whose: function(record, by) raising ValidationError where the step is never made on this record, or never by her: then it is not offered.
    others: function(by) giving the condition of the records of which `whose` says so: they do not wait for her.
    guard: the same about the record, said when she makes it; the name of each is the rule. effect: function(record, by), in the
    same transaction, for what else the step does.
    compares: its page shows what may be the same as the record.
    is_work: the record waits for this step, in the work of whoever may make it; a correction or an ending waits for nobody.
    completes: it ends the record as is foreseen. Any other step that ends it may be made, and is never proposed: ends are chosen.
    made_by: slug of the record type whose creation makes the step (a case links the report that it is opened from).
    after: slug of the record type of which one must stand below the record first (a head, before the claim is prepared).
    """

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    verb: str = "change"
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    derives: tuple[str, ...] = ()
    stamp: str = ""
    office: str = ""
    whose: Callable | None = None
    others: Callable | None = None
    guard: Callable | None = None
    effect: Callable | None = None
    compares: bool = False
    is_work: bool = True
    completes: bool = False
    made_by: str = ""
    after: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needs + self.may

    @property
    def offices(self) -> tuple[str, ...]:
        """The roles of its office; () for whichever has the verb."""
        return matrix.offices()[self.office] if self.office else ()

    def is_of(self, role: str) -> bool:
        return not self.office or role in self.offices


@dataclass(frozen=True)
class Workflow:
    """All moves of a record type; `initial` is the state of a new record. States that no move leaves wait for nobody.

    goes_on: state -> slug of the record type below in which the work goes on meanwhile (an indicted case before the court).
    """

    initial: str
    moves: tuple[Move, ...]
    goes_on: Mapping[str, str] = field(default_factory=dict)
    field: str = "status"

    @cached_property
    def by_name(self) -> dict[str, Move]:
        return {move.name: move for move in self.moves}

    def open_from(self, state: str) -> tuple[Move, ...]:
        """Moves that leave a state."""
        return tuple(move for move in self.moves if state in move.sources)

    def ends(self, move: Move) -> bool:
        """Whether nothing follows a step, neither here nor in a record below."""
        return not self.open_from(move.target) and move.target not in self.goes_on

    def expected(self, moves: Iterable[Move], state: str) -> Move | None:
        """Of the steps that somebody may make from a state the one to propose; None where it is for her to choose."""
        first = next((move for move in moves if move.is_work and move.target != state), None)
        return first if first and (first.completes or not self.ends(first)) else None

    def to_come(self, state: str) -> set[str]:
        """Fields that the steps from a state on, however many, may still fill."""
        states, found = [state], set()
        for each in states:
            for move in self.open_from(each):
                found |= {*move.fields, *move.derives, f"{move.stamp}_at"}
                states += [move.target] if move.target not in states else []
        return found

    def waits_for(self, role: str, verbs: frozenset[str]) -> dict[str, list[Move]]:
        """States in which a role with these verbs can make the next step, each with its steps; what can but end waits for the work below it."""
        found: dict[str, list[Move]] = {}
        for move in self.moves:
            for state in move.sources if move.verb in verbs and move.is_of(role) and move.is_work else ():
                if not (state in self.goes_on and self.ends(move)):
                    found.setdefault(state, []).append(move)
        return found
