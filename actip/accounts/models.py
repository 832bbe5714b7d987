"""Agencies, the people who work in them, and the programs that act for them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A body that holds matters: a police unit, a ministry's office, a shelter, an organisation.

    `kind` decides what may be given to it (a placement goes to a shelter, a payment request to the Fund);
    what its people may do is decided by their roles.
    """

    KINDS = [
        ("police", _("Police unit")),
        ("dsi", _("Department of Special Investigation")),
        ("prosecutor", _("Prosecutor's office")),
        ("court", _("Court")),
        ("msdhs", _("Social ministry, central")),
        ("province", _("Social ministry, provincial office")),
        ("shelter_gov", _("Government shelter")),
        ("shelter_ngo", _("Private shelter or NGO")),
        ("hotline", _("Hotline or intake centre")),
        ("labour", _("Labour office")),
        ("immigration", _("Immigration")),
        ("foreign", _("Foreign ministry")),
        ("rights", _("Rights and Liberties Protection Department")),
        ("witness", _("Witness Protection Office")),
        ("fund", _("Anti-Trafficking in Persons Fund")),
        ("finance", _("Money laundering or legal execution office")),
        ("committee", _("National committee")),
        ("partner", _("Development partner")),
        ("oversight", _("Audit and data protection")),
        ("system", _("System administration")),
        ("archive", _("Archive of historical data")),
    ]
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    name_th = models.CharField(_("Thai name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    province = models.CharField(_("province"), max_length=5, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name_th if get_language() == "th" else self.name_en


class User(AbstractUser):
    """Someone who signs in: always of one agency, in one role of the matrix.

    An API client acts through a user of its own (`is_client`), who has no password.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=3, blank=True)
    name_th = models.CharField(_("Thai name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    # So that a person's wish to be interviewed by a woman or a man can be met; nobody has to say.
    sex = models.CharField(
        _("sex"), max_length=6, blank=True, default="", choices=[("female", _("Female")), ("male", _("Male"))]
    )
    # Special rule 3 of the access matrix: a child's file is there for cleared staff alone.
    is_child_cleared = models.BooleanField(_("cleared for children's files"), default=False, db_default=False)
    is_client = models.BooleanField(_("a program, not a person"), default=False)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th"
    )
    # Names of the sessions that are open, newest last: see limits.py. Not the cookies' keys.
    sessions = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_client=False) | models.Q(password__startswith="!"),  # noqa: S106
                name="client_has_no_password",
                violation_error_message=_("A program signs in with its own credentials, never with a password."),
            )
        ]

    @property
    def may_sign_in(self) -> bool:
        """A person with an open account in an agency that is still there; programs have the API."""
        return self.is_active and not self.is_client and (self.agency is None or self.agency.is_active)

    def __str__(self) -> str:
        name = self.name_th if get_language() == "th" else self.name_en
        return name or self.username


class RoleChange(models.Model):
    """What a person is to be allowed from now on: proposed by one administrator, confirmed by another (special rule 12).

    Her agency, role, clearance and the door to the administration change in no other way: once it is confirmed the database
    itself writes them to the user (actip/access/sql/35_roles.sql).
    """

    STATES = [
        ("proposed", _("Waits for a second administrator")),
        ("confirmed", _("Confirmed")),
        ("refused", _("Refused")),
    ]
    WHAT = ("agency", "role", "is_child_cleared", "is_staff")
    user = models.ForeignKey(User, models.PROTECT, related_name="role_changes", verbose_name=_("user"))
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=3, blank=True)
    is_child_cleared = models.BooleanField(_("cleared for children's files"), default=False)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("status"), max_length=9, choices=STATES, default="proposed")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("change of a role")
        verbose_name_plural = _("changes of roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state="proposed"),
                name="role_change_one_at_a_time",
                violation_error_message=_("A change for this person waits already: it is confirmed or refused first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("user")),
                name="role_change_of_another",
                violation_error_message=_("Nobody proposes a change of their own role."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(decided_by__isnull=False)
                & ~models.Q(decided_by=models.F("proposed_by"))
                & ~models.Q(decided_by=models.F("user")),
                name="role_change_by_two",
                violation_error_message=_("Another administrator confirms than the one who proposed it."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | ~models.Q(state="proposed") & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="role_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="role_change_has_reason",
                violation_error_message=_("Say why this changes."),
            ),
        ]
        indexes = [models.Index(models.F("proposed_at").desc(), name="role_change_newest")]

    REFUSALS = {"role_change_known_role": _("There is no such role.")}

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class ApiClient(models.Model):
    """A program of another agency: it signs in with a secret, acts as its own user, and reaches only its record types.

    Whoever holds its secret reads what it reads. So one administrator gives a secret or record types, and it works once
    another has confirmed it; the database writes both names (actip/access/sql/35_roles.sql). What the system itself set up
    needs nobody's word.
    """

    client_id = models.SlugField(_("client id"), max_length=60, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    user = models.OneToOneField(
        User,
        models.PROTECT,
        limit_choices_to={"is_client": True},
        related_name="api_client",
        verbose_name=_("user it acts as"),
    )
    record_types = models.JSONField(
        _("record types"),
        default=list,
        help_text=_(
            'Addresses of record types, such as ["reports", "cases"]; ["*"] means all that the role may reach.'
        ),
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("changed by")
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("confirmed by")
    )

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("changed_by")),
                name="client_by_two",
                violation_error_message=_("Who changed a program does not confirm it: another administrator does."),
            )
        ]

    def __str__(self) -> str:
        return self.client_id

    @property
    def waits(self) -> bool:
        """For a second administrator."""
        return self.changed_by_id is not None and self.confirmed_by_id is None

    @staticmethod
    def waiting(path: str = "") -> models.Q:
        """The same as a condition, asked of the program itself or of what points to it through `path`."""
        return models.Q((f"{path}changed_by__isnull", False), (f"{path}confirmed_by", None))

    @staticmethod
    def working(path: str = "") -> models.Q:
        """The condition of a program that may sign in and call, asked of itself or of what points to it through `path`."""
        needed = ("is_active", "user__is_active", "user__is_client", "user__agency__is_active")
        return ~ApiClient.waiting(path) & models.Q(*((path + name, True) for name in needed))

    def reaches(self, slug: str) -> bool:
        """Whether the client was given this record type; its role must allow it as well."""
        return "*" in self.record_types or slug in self.record_types


class ApiToken(models.Model):
    """A key for one hour. Only its SHA-256 is kept, so that a copy of the database opens nothing."""

    hash = models.CharField(max_length=64, primary_key=True)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.client_id} -> {self.expires_at:%Y-%m-%d %H:%M}"


class Bucket(models.Model):
    """A token bucket: how many attempts `key` has left. An UNLOGGED table, emptied by a crash, which is harmless."""

    key = models.CharField(max_length=120, primary_key=True)
    level = models.FloatField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
