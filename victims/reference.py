"""Reference data of the protection side: the members that a team must have."""

from pathlib import Path

from actip.records import reference
from victims.models import TeamRule

TEAM_RULES = Path(__file__).parent / "data" / "team_rules.csv"


def load() -> str:
    """The dated rules of teams."""
    rows: list[dict] = [
        {
            **row,
            "required": row["required"].split(),
            "one_of": row["one_of"].split(),
            "valid_to": row["valid_to"] or None,
            "is_active": row["is_active"] == "yes",
        }
        for row in reference.read(TEAM_RULES)
    ]
    return f"Rules of teams: {reference.keep(TeamRule, rows, ('province', 'valid_from'))}"
