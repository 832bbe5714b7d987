"""Encrypted columns: a model field whose value stays sealed until `open_sealed` is asked.

    class VictimIdentity(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        key = KeyField()
        name = EncryptedField(max_length=200)
        alias = EncryptedField(max_length=200, blank=True)

A string assigned to the attribute is encrypted when the row is saved. Rows of one subject share a key by
`row.key_id = other.key_id`. The ciphertext is bound to its table, column, row and key.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from actip.vault import sealing
from actip.vault.models import DataKey

MASK = "••••"
LIMIT = 10_000


class Sealed:
    """A protected value that is there but is not told: prints as dots, is true, and equals nothing but itself."""

    __slots__ = ("_blob", "_fresh")

    def __init__(self, blob: bytes | None, fresh: str | None = None) -> None:
        self._blob = blob
        self._fresh = fresh

    def __str__(self) -> str:
        return MASK

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict) -> "Sealed":
        return self

    def __reduce__(self) -> tuple:
        if self._blob is None:
            raise TypeError("a protected value that is not saved yet cannot be pickled")
        return Sealed, (self._blob,)


class SealedAttribute(DeferredAttribute):
    """Hides a string as soon as it is assigned; the dots themselves, coming back from a form, change nothing."""

    def __set__(self, row: models.Model, value: Any) -> None:
        name = self.field.attname
        if value is None or value == "":
            value = ""
        elif isinstance(value, str):
            if value == MASK and isinstance(row.__dict__.get(name), Sealed):
                return
            value = Sealed(None, value)
        elif not isinstance(value, Sealed):
            raise TypeError(f"{name} takes a string")
        row.__dict__[name] = value


@sensitive_variables()
def storable(text: str) -> None:
    """Refuse what is not text: half a surrogate pair, or the dots of a masked value where there is no value."""
    if text == MASK:
        raise ValidationError(_("Write the value itself, not dots."), code="dots")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValidationError(_("This text contains a character that cannot be kept."), code="surrogate") from None


class EncryptedField(models.Field):
    """Text kept as ciphertext. Empty is NULL in the table and "" on the model; `blank=True` allows it.

    There is no lookup but `isnull`, since ciphertext compares with nothing: see `actip.vault.search`.
    """

    description = _("Encrypted text")
    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **options: Any) -> None:
        options["null"] = options.get("blank", False)
        super().__init__(*args, **({"max_length": LIMIT} | options))

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        found = super().check(**options)
        if not any(isinstance(field, KeyField) and field.name == "key" for field in self.model._meta.fields):
            found.append(checks.Error("Encrypted columns need a `key = KeyField()`.", obj=self, id="vault.E001"))
        return found

    def get_lookup(self, lookup_name: str):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    @property
    def validators(self) -> list:
        return [*super().validators, MaxLengthValidator(self.max_length), ProhibitNullCharactersValidator(), storable]

    @sensitive_variables()
    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if isinstance(value, str) and value:
            value = Sealed(None, value)
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if value and value._fresh is not None:
            self.run_validators(value._fresh)
        return value or ""

    @sensitive_variables()
    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if value and value._fresh is not None:
            key = key_of(model_instance)
            where = place(model_instance, self, key)
            blob = sealing.seal(key.unwrap(), key.id.bytes[:4], value._fresh.encode(), where)
            value = model_instance.__dict__[self.attname] = Sealed(blob)
        return value

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None or value == "":
            return None
        if not isinstance(value, Sealed) or value._blob is None:
            raise TypeError(f"{self.name} is written by save() only, which encrypts it")
        return value._blob

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        blob = super().get_db_prep_value(value, connection, prepared)
        return None if blob is None else connection.Database.Binary(blob)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> "Sealed | str":
        return "" if value is None else Sealed(bytes(value))

    def value_from_object(self, obj: models.Model) -> Any:
        """What forms start from and serializers show: dots, or nothing."""
        return str(super().value_from_object(obj))

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj)

    def formfield(self, **options: Any) -> Any:
        widget = forms.TextInput if (self.max_length or LIMIT) <= 500 else forms.Textarea
        options = {
            "form_class": forms.CharField,
            "max_length": self.max_length,
            "widget": widget(attrs={"autocomplete": "off"}),
        } | options
        return super().formfield(**options)


class KeyField(models.ForeignKey):
    """The data key of a row's encrypted columns; made with the row, unless it was given one.

    seals_more: the key also seals what lies outside the row (a file), so that `rotate_keys --data` leaves it in use.
    """

    def __init__(
        self,
        to: Any = "vault.DataKey",
        on_delete: Any = models.PROTECT,
        *,
        seals_more: bool = False,
        **options: Any,
    ) -> None:
        self.seals_more = seals_more
        given: dict[str, Any] = {"related_name": "+", "editable": False} | options
        super().__init__(to, on_delete, **given)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Nothing: the key is made on saving, and the database checks the reference."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add and model_instance.key_id is None:
            key_of(model_instance)
        if add and self.is_cached(model_instance) and not model_instance.key.get_deferred_fields():
            _insert(model_instance.key, model_instance)  # made here; one that was fetched is there already
        return super().pre_save(model_instance, add)


def key_of(row: Any) -> DataKey:
    """The row's data key, made in memory if it has none yet. Reading `row.key` itself is refused by the database."""
    field = row._meta.get_field("key")
    if row.key_id is None:
        row.key = DataKey.fresh()
    elif not field.is_cached(row):
        row.key = DataKey.fetch(row.key_id, row._state.db or DEFAULT_DB_ALIAS)
    return row.key


def prepare(rows: Iterable[Any], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the keys of many new rows in one statement, before `bulk_create` (or before saving to another database)."""
    rows = [row for row in rows if row.key_id is None]
    for row in rows:
        row.key = DataKey.fresh()
        row.key._state.db = using
    DataKey.objects.using(using).bulk_create([row.key for row in rows], ignore_conflicts=True)


def open_sealed(row: Any, name: str) -> str:
    """The plaintext of one column; "" where there is none. The only way to decrypt, and `reveal` its only caller."""
    value = getattr(row, name)
    if not value:
        return ""
    if value._blob is None:
        return value._fresh
    try:
        return _opened(row, name)
    except sealing.CannotOpenError:
        now = _under_a_new_key(row)
        if now is None:
            raise
        return _opened(now, name) if getattr(now, name) else ""


def _under_a_new_key(row: Any) -> Any | None:
    """The row as it is now, where its key was replaced since it was read (`rotate_keys --data`)."""
    using = row._state.db or DEFAULT_DB_ALIAS
    if not DataKey.is_gone(row.key_id, using):
        return None
    return type(row)._base_manager.using(using).filter(pk=row.pk).exclude(key_id=row.key_id).first()


def _opened(row: Any, name: str) -> str:
    key = key_of(row)
    return sealing.unseal(key.unwrap(), getattr(row, name)._blob, place(row, row._meta.get_field(name), key)).decode()


def place(row: Any, field: models.Field, key: DataKey) -> bytes:
    """What a value is bound to: its table, column, row and key."""
    if row.pk is None:
        raise ValueError("a row needs its id before anything in it can be sealed")
    return f"{row._meta.db_table}|{field.column}|{row.pk}|{key.id}".encode()


def _insert(key: DataKey, row: Any) -> None:
    """Add a key if it is not there yet; harmless to repeat, so that a row can be saved again after a rollback."""
    using = key._state.db or row._state.db or DEFAULT_DB_ALIAS
    DataKey.objects.using(using).bulk_create([key], ignore_conflicts=True)
