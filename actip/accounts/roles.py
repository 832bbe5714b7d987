"""What a person may do changes by two administrators: one proposes it, another confirms it. The database holds them to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.accounts.models import RoleChange, User
from actip.thai.times import format_datetime


def propose(user: User, what: dict, *, reason: str, by: User) -> RoleChange:
    """Keep what `user` is to be allowed (RoleChange.WHAT -> value) until another administrator confirms it.

    Raises ValidationError, in the words of the rule that it breaks.
    """
    change = RoleChange(user=user, reason=reason.strip(), proposed_by=by, proposed_at=timezone.now(), **what)
    with _kept("role_proposed"):
        change.save(force_insert=True)
    return change


def answer(change: RoleChange, state: str, *, by: User) -> RoleChange:
    """Confirm or refuse what another proposed; the proposer may refuse it as well. Raises ValidationError."""
    with _kept(f"role_{state}"):
        found = RoleChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if found.state != "proposed":
            raise ValidationError(
                _("This was done already, by %(who)s, %(at)s.")
                % {"who": found.decided_by, "at": format_datetime(found.decided_at)},
                code="decided",
            )
        found.state, found.decided_by, found.decided_at = state, by, timezone.now()
        found.save(update_fields=["state", "decided_by", "decided_at"])
    return found


def say(verb: str, where: str = "admin") -> None:
    """Tell the audit triggers what is being done; without a word they mark a write as made by hand."""
    act = {"verb": verb, "detail": {"page": where}, "purpose": ""}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('actip.act', %s, true)", [json.dumps(act)])


@contextmanager
def _kept(verb: str) -> Iterator[None]:
    """One write, undone alone and told in words where a rule refuses it."""
    try:
        with transaction.atomic():
            say(verb)
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        sentences = {each.name: each.violation_error_message for each in RoleChange._meta.constraints}
        sentence = (sentences | RoleChange.REFUSALS).get(name)
        if sentence is None:
            raise
        raise ValidationError(sentence, code=name) from error
