"""Documents printed from the code: who may do what, which move leads where, what each field holds.

`manage.py print_docs` writes them; with --check it says which are stale. They are never edited by hand.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db import models
from django.utils.translation import override

from actip.access import matrix
from actip.records import catalogue
from actip.records.api import docs
from actip.records.catalogue import RecordType

NOTE = "<!-- Printed by `manage.py print_docs`; do not edit. -->\n"
LEVELS = {
    "-": "nothing; existence hidden",
    "x": "knows that it exists, no content",
    "s": "statistics only, small groups hidden",
    "m": "masked read",
    "r": "read, assigned matters",
    "R": "read, all of own agency",
    "w": "create and change, assigned matters (includes r)",
    "a": "approve or sign, may not create (includes r)",
    "p": "sees and confirms the payment order only",
    "b": "nothing until the glass is broken",
    "v": "held outside the application",
}


def all_documents() -> dict[str, str]:
    """File name below docs/ -> its text."""
    with override("en"):
        return {
            "access.md": "".join(access()),
            "workflows.md": "".join(workflows()),
            "data-dictionary.md": "".join(dictionary()),
            "openapi.yaml": docs.written("en").decode(),
        }


def stale(folder: Path) -> list[str]:
    """Names of documents whose file is missing or differs."""
    return [
        name
        for name, text in all_documents().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


def access() -> Iterator[str]:
    """The matrix, for readers."""
    yield f"{NOTE}# Who may do what\n\nFrom `actip/access/matrix.csv`. A cell is the most that a role can ever have; without an\n"
    yield "assignment `r`, `w`, `m`, `a`, `p` become nothing and the record's existence is hidden.\n\n| | |\n|---|---|\n"
    yield from (f"| `{letter}` | {meaning} |\n" for letter, meaning in LEVELS.items())
    built = {kind.code for kind in catalogue.all_types()}
    yield "\n## Record types\n\n| code | record type | tier | in this version |\n|---|---|---|---|\n"
    for code, row in matrix.record_types().items():
        slugs = ", ".join(f"`{kind.slug}`" for kind in catalogue.all_types() if kind.code == code)
        yield f"| {code} | {row['english']} ({row['thai']}) | {row['tier']} | {slugs if code in built else '-'} |\n"
    codes = list(matrix.record_types())
    yield f"\n## Matrix\n\n| role | | {' | '.join(codes)} |\n|---|---|{'---|' * len(codes)}\n"
    for role, row in matrix.roles().items():
        yield f"| {role} | {row['english']} | {' | '.join(matrix.level(role, code) for code in codes)} |\n"


def workflows() -> Iterator[str]:
    """Every workflow as a table and a diagram."""
    yield f"{NOTE}# Which move leads where\n"
    for kind in catalogue.all_types():
        if kind.workflow:
            yield from _workflow(kind)


def _workflow(kind: RecordType) -> Iterator[str]:
    labels = dict(kind.model._meta.get_field(kind.workflow.field).flatchoices)
    yield f"\n## {str(kind.plural).capitalize()}\n\nStarts as *{labels[kind.workflow.initial]}*.\n\n"
    yield "| move | from | to | needs | asks the matrix for | office, rule | what else |\n|---|---|---|---|---|---|---|\n"
    for move in kind.workflow.moves:
        sources = ", ".join(str(labels[source]) for source in move.sources)
        rule = ", ".join((*move.offices, *(f"`{step.__name__}`" for step in (move.whose, move.guard) if step)))
        effect = f"`{move.effect.__name__}`" if move.effect else ""
        needs = ", ".join(f"`{name}`" for name in move.needs)
        yield f"| {move.label} (`{move.name}`) | {sources} | {labels[move.target]} | {needs} | {move.verb} | {rule} | {effect} |\n"
    yield "\n```mermaid\nstateDiagram-v2\n"
    yield f"    [*] --> {kind.workflow.initial}\n"
    for move in kind.workflow.moves:
        yield from (f"    {source} --> {move.target}: {move.name}\n" for source in move.sources)
    yield "```\n"


def dictionary() -> Iterator[str]:
    """Every field of every record type."""
    yield f"{NOTE}# Data dictionary\n\nDates are stored in the common era and shown in the Buddhist era; times are Asia/Bangkok; money is THB.\n"
    for kind in catalogue.all_types():
        tier = f", tier {matrix.tier(kind.code)}" if kind.code in matrix.record_types() else ""
        yield f"\n## {str(kind.name).capitalize()} (`{kind.slug}`, {kind.code}{tier})\n\n{_sentence(kind.model)}\n\n"
        yield "| field | label | kind | codes | notes |\n|---|---|---|---|---|\n"
        for field in kind.model._meta.fields:
            if field.name != "matter":
                yield _field(kind, field)
        for constraint in kind.model._meta.constraints:
            yield f"\n- `{constraint.name}`: {str(constraint.get_violation_error_message()) % {'name': constraint.name}}"
        yield "\n"


def _sentence(model: type[models.Model]) -> str:
    return " ".join((model.__doc__ or "").split())


def _field(kind: RecordType, field: models.Field) -> str:
    codes = _codes(field)
    notes = ["encrypted"] if field.name in kind.sealed else []
    notes += ["entered"] if field.name in kind.fields else []
    notes += ["shown masked"] if field.name in kind.masked else []
    notes += [str(field.help_text)] if field.help_text else []
    return f"| `{field.name}` | {field.verbose_name} | {_kind_of(field)} | {codes} | {'; '.join(notes)} |\n"


def _codes(field: models.Field) -> str:
    choices = list(field.flatchoices or ())
    if len(choices) > 30:
        return f"{len(choices)} codes, {choices[0][0]} to {choices[-1][0]}"
    return ", ".join(f"`{code}` {label}" for code, label in choices)


def _kind_of(field: models.Field) -> str:
    if field.is_relation:
        return f"link to {field.related_model._meta.verbose_name}"
    length = f" ({field.max_length})" if getattr(field, "max_length", None) else ""
    return f"{type(field).__name__.removesuffix('Field').lower()}{length}"
