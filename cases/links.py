"""What connects a case to other cases within the reach of whoever asks: people, telephones, accounts, vehicles, reports, places."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actip.records import shapes
from cases.models import Asset, Case, CasePlace, Report, Suspect

MOST = 60
# Kind of link -> the records at its two ends.
ENDS: dict[str, type[models.Model]] = {
    "person": Suspect, "phone": Suspect, "asset": Asset, "report": Report, "place": CasePlace,
}  # fmt: skip


class End(NamedTuple):
    """A record at one end of a link, called by its kind alone."""

    label: str
    url: str


class Link(NamedTuple):
    """thing: what is shared, numbered in this answer; label: what kind of thing that is; case: the other case."""

    thing: int
    label: str
    mine: End
    case: Case
    theirs: End


def of_case(case: Case, limit: int = MOST) -> list[Link]:
    """The links of a case to others, at most `limit`; PostgreSQL applies access to both ends (sql/links.sql), row security again.

    No name, number or token is told: a link says only that two records share it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM actip.case_links(%s, %s)", [case.pk, limit])
        rows = cursor.fetchall()
    cases = Case.objects.select_related("matter").in_bulk({row[4] for row in rows})
    ends = _ends(rows)
    open_rows = [
        row for row in rows if row[4] in cases and (row[0], row[3]) in ends and (row[0], row[5]) in ends
    ]  # fmt: skip
    names = _names({(row[2], _label(row[0], row[1])) for row in open_rows})
    return [
        Link(thing, names[thing], ends[kind, mine], cases[other], ends[kind, theirs])
        for kind, _what, thing, mine, other, theirs in open_rows
    ]


def _ends(rows: list[tuple]) -> dict[tuple[str, UUID], End]:
    """(kind, id) -> the record, as far as whoever asks may open it: one statement for each kind that there is."""
    found = {}
    for kind, model in ENDS.items():
        keys = {key for row in rows if row[0] == kind for key in (row[3], row[5])}
        if keys:
            name = capfirst(str(model._meta.verbose_name))
            found |= {
                (kind, row.pk): End(name, shapes.address(row)) for row in model._default_manager.filter(pk__in=keys)
            }
    return found


def _label(kind: str, what: str) -> str:
    if kind == "asset":
        return str(dict(Asset._meta.get_field("kind").flatchoices)[what])
    if kind == "place":
        return str(dict(CasePlace._meta.get_field("kind").flatchoices)[what])
    return {"person": _("Same person"), "phone": _("Telephone"), "report": _("Report")}[kind]


def _names(things: set[tuple[int, str]]) -> dict[int, str]:
    """Thing -> its label, numbered where there are several of one kind."""
    several, seen, found = Counter(label for _thing, label in things), Counter(), {}
    for thing, label in sorted(things):
        seen[label] += 1
        found[thing] = f"{label} {seen[label]}" if several[label] > 1 else label
    return found
