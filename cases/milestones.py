"""How far the criminal case of a person is, for those who look after her: three days, never the file."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "indicted": _("Indicted on"),
    "next_hearing": _("Next hearing on"),
    "judgment": _("Judgment read on"),
}


def of_person(person_id, connection) -> list[dict]:
    """Milestones as [{label, day}]; PostgreSQL decides whether whoever acts may know them (victims/sql/milestones.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, on_day FROM actip.case_milestones(%s)", [person_id])
        return [{"label": LABELS[kind], "day": day} for kind, day in cursor.fetchall()]
