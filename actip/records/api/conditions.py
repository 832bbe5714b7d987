"""Nothing lost, nothing done twice: ETag and If-Match, Idempotency-Key."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from actip.records import actions
from actip.records.api.problems import Problem
from actip.records.catalogue import RecordType
from actip.records.models import Request

KEPT = timedelta(days=1)
KEY = re.compile(r"[\x21-\x7e]{8,200}")


def etag(record: models.Model) -> str:
    """The strong ETag of a record: its version."""
    return f'"{record.version}"'


def version(request, record: models.Model) -> int | None:
    """The version that the client has; None for `*`, any. Raises Problem (428), Conflict (412)."""
    header = request.headers.get("If-Match")
    if header is None:
        words = _(
            "Nothing was changed. The request did not say which version of the record it was made from,"
            " so it could have overwritten the work of somebody else."
        )
        raise Problem(428, "if_match_required", words)
    tags = [tag.strip() for tag in header.split(",")]
    if tags == ["*"]:
        return None
    if etag(record) not in tags:
        raise actions.Conflict(record)
    return record.version


def once(
    request, kind: RecordType, work: Callable[[], models.Model], status: int
) -> tuple[models.Model | None, int, bool]:
    """Do `work` in a savepoint of its own, once per Idempotency-Key: (its record, status, whether it was done before).

    The key is locked until the transaction ends, so that nothing stays locked after a crash; refused work is not kept.
    Of work done before, the record is None if it is out of reach by now.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with transaction.atomic():
            return work(), status, False
    if not KEY.fullmatch(key):
        raise Problem(
            400, "idempotency_key", _("An Idempotency-Key has 8 to 200 letters, digits or signs, for example a UUID.")
        )
    _lock(request.user.pk, key)
    fingerprint = _fingerprint(request)
    kept = Request.objects.filter(user=request.user, key=key, created_at__gt=timezone.now() - KEPT).first()
    if kept and kept.fingerprint != fingerprint:
        raise Problem(422, "idempotency_key_reused", _("This Idempotency-Key was used for another request."))
    if kept:
        return kind.model._default_manager.filter(pk=kept.record_id).first(), kept.status, True
    with transaction.atomic():
        record = work()
        Request.objects.filter(user=request.user, created_at__lte=timezone.now() - KEPT).delete()
        Request.objects.create(
            user=request.user,
            key=key,
            fingerprint=fingerprint,
            status=status,
            record_type=kind.slug,
            record_id=record.pk,
        )
    return record, status, False


def _fingerprint(request) -> str:
    """Of what was asked, under the site's secret: from a copy of the table nobody tries out which number a body held."""
    asked = f"{request.method} {request.path}\n".encode() + request._request.body
    return salted_hmac("actip.records.api.conditions", asked, algorithm="sha256").hexdigest()


def lock_name(user_id: int, key: str) -> str:
    """What is locked while a request with this key is under way."""
    return f"idempotency {user_id} {key}"


def _lock(user_id: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [lock_name(user_id, key)])
        if not cursor.fetchone()[0]:
            raise Problem(409, "in_flight", _("The same request is under way. Ask again in a moment."))
