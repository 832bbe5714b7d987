"""Programs that use the API: their secrets and their one-hour tokens. Neither is ever stored, only its SHA-256."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from actip.accounts.backend.base import BEGUN
from actip.accounts.backend.prepared import Query
from actip.accounts.models import ApiClient, ApiToken, User

HELD = Query(
    lambda: (
        ApiToken.objects.filter(hash="")
        .filter(expires_at__gt=timezone.now())
        .filter(ApiClient.working("client__"))
        .select_related("client__user__agency")
        .annotate(begun=RawSQL(BEGUN, []))  # noqa: S611  a constant
    )
)
LIFETIME = timedelta(hours=1)
PREFIX = "actip_"  # lets a scanner of logs and repositories recognise a leaked token


def token_hash(token: str) -> str:
    """What is stored of a token: keyed, so that whoever writes to the table still cannot make one that opens."""
    return salted_hmac("actip.accounts.clients", token, algorithm="sha256").hexdigest()


def digest(secret: str) -> str:
    """What is stored of a secret. It is 256 random bits, so a fast hash is as good as a slow one."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


@transaction.atomic
def register(*, client_id: str, like: User, purpose: str, record_types: list[str]) -> ApiClient:
    """Make or update a client with the agency and role of `like`; it has no secret until `new_secret`."""
    user, _ = User.objects.update_or_create(
        username=client_id,
        defaults={
            "is_client": True,
            "password": "!",
            "agency": like.agency,
            "role": like.role,
            "name_th": like.name_th,
            "name_en": like.name_en,
        },
    )
    client, _ = ApiClient.objects.update_or_create(
        client_id=client_id, defaults={"user": user, "purpose": purpose, "record_types": record_types}
    )
    return client


def new_secret(client: ApiClient) -> str:
    """Give the client a new secret, shown this once; its tokens end."""
    secret = secrets.token_urlsafe(32)
    client.secret_hash = digest(secret)
    client.save(update_fields=["secret_hash"])
    client.tokens.all().delete()
    return secret


def confirm(client: ApiClient, *, by: User) -> None:
    """Let a program work that another administrator changed. Raises ValidationError when it was the same one, or waits for nobody."""
    if not client.waits:
        raise ValidationError(_("%(client)s waits for nobody.") % {"client": client}, code="decided")
    client.confirmed_by = by
    client.validate_constraints()
    client.save(update_fields=["confirmed_by"])


def has_secret(client: ApiClient, secret: str) -> bool:
    """Whether this is the client's secret."""
    return bool(client.secret_hash) and hmac.compare_digest(client.secret_hash, digest(secret))


def signed_in(client_id: str, secret: str) -> ApiClient | None:
    """The active client of these credentials, or None; an unknown id costs the same time as a wrong secret."""
    found = ApiClient.objects.filter(ApiClient.working(), client_id=client_id)
    client = found.select_related("user__agency").first()
    known = client.secret_hash if client else digest("")
    return client if hmac.compare_digest(known, digest(secret)) and client and client.secret_hash else None


def user_of(client_id: str) -> int | None:
    """The user id behind a client id that someone tried, if there is such a client."""
    return ApiClient.objects.filter(client_id=client_id).values_list("user_id", flat=True).first()


def issue(client: ApiClient) -> str:
    """A new token of this client, for LIFETIME; `tidy` removes it when that is over."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(hash=token_hash(token), client=client, expires_at=timezone.now() + LIFETIME)
    return token


def holder(token: str) -> ApiClient | None:
    """The active client that holds this token (with its user and agency), or None."""
    held = HELD.first(token_hash(token), timezone.now())
    if held is None:
        return None
    connection.know(held.begun)  # type: ignore[attr-defined]  # our own engine's
    return held.client
