"""Asking whether somebody beyond one's reach knows a person: yes or no, never who, where or how many.

The question goes as keyed tokens of strong evidence to a function of the database, which counts it against the limits of
the day, writes it into the trail, takes the same time for either answer, and leaves a request with one agency that knows
the person. What that agency does with it is its own affair.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from actip.records import actions, catalogue
from actip.vault.blind import hashes
from victims.matching.tokens import strong_keys

LIMIT = "match_question_limit"
SHORTEST_PURPOSE = 5


@sensitive_variables()
def ask(*, by, purpose: str, full_name: str, birth_date: str, nationality: str, document: str) -> bool:
    """Whether another agency may know this person. Raises Refused, ValidationError (too weak, no purpose, over the limit)."""
    actions.require(by, catalogue.get("identities"), "create")
    purpose = (purpose or "").strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise ValidationError({"purpose": _("Say why you ask.")}, code="required")
    strong = strong_keys(full_name=full_name, birth_date=birth_date, nationality=nationality, document=document)
    if not strong:
        raise ValidationError(
            _("Too little to ask others: give a document number, or the full name with year of birth and nationality."),
            code="weak",
        )
    evidence = "document" if any(token.startswith("doc:") for token in strong) else "name"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            values: list[list[int] | str] = [hashes("VID", "strong", strong), evidence, purpose[:500]]
            cursor.execute("SELECT actip.known_elsewhere(%s::bigint[], %s, %s)", values)
            return cursor.fetchone()[0]
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != LIMIT:
            raise
        raise ValidationError(
            _("You or your agency have asked as often as is allowed in one day. Ask again tomorrow."), code=LIMIT
        ) from error
