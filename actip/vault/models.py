"""Data keys, one per protected subject, and the tokens by which protected values are found."""

import secrets
import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actip.vault import keys, sealing


class DataKey(models.Model):
    """The key of one subject's encrypted columns, itself kept wrapped by a master key.

    Its id is random and says nothing about the subject. The application's role can add keys and ask for one by its
    id; it cannot list or change them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(null=True)
    master_id = models.CharField(_("master key"), max_length=32)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True)

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="datakey_wrapped_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def fresh(cls) -> "DataKey":
        """A new random key, in memory."""
        key = cls()
        key.wrap(secrets.token_bytes(keys.LENGTH))
        return key

    @classmethod
    def fetch(cls, key_id: uuid.UUID, using: str) -> "DataKey":
        """The key with this id; CannotOpenError where it was destroyed or never was."""
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT wrapped, master_id FROM actip.data_key(%s)", [key_id])
            found = cursor.fetchone()
        if found is None or found[0] is None:
            raise sealing.CannotOpenError
        return cls.from_db(using, ["id", "wrapped", "master_id"], [key_id, bytes(found[0]), found[1]])

    @classmethod
    def is_gone(cls, key_id: uuid.UUID, using: str) -> bool:
        """Whether this key was destroyed (and not only never there)."""
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT wrapped IS NULL FROM actip.data_key(%s)", [key_id])
            found = cursor.fetchone()
        return bool(found and found[0])

    def wrap(self, secret: bytes) -> None:
        """Keep `secret` under the current master key."""
        ring = keys.ring()
        self.master_id = ring.current
        self.wrapped = sealing.seal(ring.wrapping(ring.current), ring.current.encode(), secret, self._place())

    def unwrap(self) -> bytes:
        """The secret itself."""
        if self.wrapped is None:
            raise sealing.CannotOpenError
        return sealing.unseal(keys.ring().wrapping(self.master_id), bytes(self.wrapped), self._place())

    def _place(self) -> bytes:
        return f"vault_datakey|{self.id}".encode()


class Token(models.Model):
    """The blind index of one row: keyed hashes of the pieces of its protected values, one array per kind.

    Written by `blind.store_tokens` and read by `search.find_any`, both through SQL functions that apply the access
    test; the application's role cannot touch the table itself.
    """

    pk = models.CompositePrimaryKey("row_id", "kind")
    row_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=8)
    matter_id = models.UUIDField()
    hashes = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("search token")
        verbose_name_plural = _("search tokens")
        indexes = [
            GinIndex(fields=["hashes"], name="token_hashes", fastupdate=False),
            models.Index(fields=["matter_id"], name="token_matter"),
        ]

    def __str__(self) -> str:
        return str(self.row_id)


def erase(key_id: uuid.UUID, *, using: str = "default") -> bool:
    """Destroy a data key: what was encrypted with it can never be opened again. Only the system may (`as_system`).

    Backups made before still hold the wrapped key, for as long as they are kept. False if it was gone already.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT actip.erase_key(%s)", [key_id])
        return cursor.fetchone()[0]
