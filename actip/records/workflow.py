"""A workflow is a table: which move leads where, what it needs, what forbids it, what follows.

The same table draws the buttons, serves the API, prints docs/workflows.md, and is copied into the database,
where a trigger refuses any other change of state, whoever writes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise, cached_property


@dataclass(frozen=True)
class Move:
    """One step, named with the verb that officials use.

    sources, target: states. verb: what the matrix must grant (change, approve, pay, create).
    needs: fields that must be filled to make the step (asked for on its page). may: further fields it may set.
    stamp: prefix of a `<stamp>_by` and `<stamp>_at` pair that the step fills.
    guard: function(record, by) raising ValidationError; its name is the rule. effect: function(record, by), in the
    same transaction, for what else the step does.
    compares: its page shows what may be the same as the record.
    is_work: the record waits for this step, in the work of whoever may make it; a correction or an ending waits for nobody.
    made_by: slug of the record type whose creation makes the step (a case links the report that it is opened from).
    """

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    verb: str = "change"
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    stamp: str = ""
    guard: Callable | None = None
    effect: Callable | None = None
    compares: bool = False
    is_work: bool = True
    made_by: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needs + self.may


@dataclass(frozen=True)
class Workflow:
    """All moves of a record type; `initial` is the state of a new record. `final` states wait for nobody."""

    initial: str
    moves: tuple[Move, ...]
    field: str = "status"

    @cached_property
    def by_name(self) -> dict[str, Move]:
        return {move.name: move for move in self.moves}

    def open_from(self, state: str) -> tuple[Move, ...]:
        """Moves that leave a state."""
        return tuple(move for move in self.moves if state in move.sources)

    def waiting_states(self, verbs: frozenset[str]) -> tuple[str, ...]:
        """States in which somebody with these verbs can make the next step."""
        found = {source for move in self.moves if move.verb in verbs and move.is_work for source in move.sources}
        return tuple(sorted(found))
