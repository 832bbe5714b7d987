"""The daily notice: how many things wait for somebody, by e-mail, without a number, a name or a kind of record."""

import logging
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from actip.accounts import person
from actip.accounts.models import User
from actip.records import clocks
from actip.records.pages import clocks as limits
from actip.records.pages import context, home

log = logging.getLogger(__name__)
MOST = 50  # more than that is told as "50 or more"


class Waiting(NamedTuple):
    """What waits for one person: alarms, offers to her agency, limits passed, limits running out."""

    alarms: int
    offers: int
    late: int
    near: int


def waiting(user: User, now: datetime) -> Waiting:
    """Counted as that user, so that row security decides what counts."""
    due = limits.due_soon(user, now, MOST)
    late = sum(clocks.is_late(clock, now) for clock in due)
    return Waiting(len(home.alarms(user)[:MOST]), context.offers(user)[:MOST].count(), late, len(due) - late)


def text(found: Waiting, language: str) -> str:
    """The notice in one language."""
    with override(language):
        lines = [
            (found.alarms, ngettext("%(n)d alarm is unanswered", "%(n)d alarms are unanswered", found.alarms)),
            (
                found.offers,
                ngettext("%(n)d offer waits for an answer", "%(n)d offers wait for an answer", found.offers),
            ),
            (found.late, ngettext("%(n)d limit has been passed", "%(n)d limits have been passed", found.late)),
            (found.near, ngettext("%(n)d limit runs out soon", "%(n)d limits run out soon", found.near)),
        ]
        said = [f"- {line % {'n': n}}{'+' if n >= MOST else ''}" for n, line in lines if n]
        return "\n".join([gettext("For you in the case tracker:"), *said, settings.SITE_URL])


def run() -> str:
    """Send the notice to every active person with an e-mail address for whom something waits; says how many.

    One that cannot be sent (an address that the mail server refuses) keeps nobody else from hers.
    """
    now, sent, failed = timezone.now(), 0, 0
    with person.as_system("the daily notice"), transaction.atomic():
        people = list(
            User.objects.filter(is_active=True, is_client=False, agency__isnull=False).exclude(email="").order_by("pk")
        )
    with get_connection() as mail:
        for user in people:
            with person.as_user(user), transaction.atomic():
                found = waiting(user, now)
            if any(found):
                body = f"{text(found, 'th')}\n\n{text(found, 'en')}\n"
                try:
                    EmailMessage("ACTIP", body, to=[user.email], connection=mail).send()
                    sent += 1
                except (OSError, ValueError) as error:  # what smtplib raises, and an address that is none
                    failed += 1
                    log.error("no notice to user %s: %s", user.pk, type(error).__name__)
    said = f"Daily notice: {sent} sent, {len(people) - sent - failed} people have nothing waiting."
    return f"{said} FAILED: {failed} could not be sent." if failed else said
