"""The stock admin, for agencies, users and API clients only: no case, no person is kept here."""

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actip.accounts import clients, roles
from actip.accounts.forms import NewPersonForm, PersonForm
from actip.accounts.models import Agency, ApiClient, RoleChange, User
from actip.thai.provinces import province_choices, province_label

admin.site.site_header = admin.site.site_title = _("ACTIP Case Tracker: administration")
admin.site.index_title = _("Agencies, users and programs")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one way in, with second factor
admin.site.unregister(Group)


def may(request, verb: str) -> bool:
    """Whether the matrix lets this person use the verb on users; asked of the database once per request."""
    if not (request.user.is_active and request.user.is_staff):
        return False
    answers = request.__dict__.setdefault("may_users", {})
    if verb not in answers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT actip.may('USR', %s)", [verb])
            answers[verb] = cursor.fetchone()[0]
    return answers[verb]


class Kept(admin.ModelAdmin):
    """Open to staff as far as the matrix goes, without Django's own permissions; nothing is deleted, only made inactive."""

    def has_module_permission(self, request) -> bool:
        return may(request, "read")

    def has_view_permission(self, request, obj=None) -> bool:
        return may(request, "read")

    def has_add_permission(self, request) -> bool:
        return may(request, "create")

    def has_change_permission(self, request, obj=None) -> bool:
        return may(request, "change")

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        """Tell the audit triggers where the write comes from; otherwise they mark it as made by hand."""
        roles.say("change")
        super().save_model(request, obj, form, change)


@admin.register(Agency)
class AgencyAdmin(Kept):
    list_display = ["code", "name_th", "name_en", "kind", "place", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["code", "name_th", "name_en"]
    ordering = ["code"]

    @admin.display(description=_("province"), ordering="province")
    def place(self, agency: Agency) -> str:
        return province_label(agency.province)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "province":
            kwargs["widget"] = forms.Select(choices=[("", "–"), *province_choices()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(User)
class PersonAdmin(Kept, UserAdmin):
    """People. What one may do is proposed here and confirmed by a second administrator; then she is signed out (limits.py)."""

    form = PersonForm
    add_form = NewPersonForm
    list_select_related = ["agency"]
    search_fields = ["username", "name_th", "name_en"]
    filter_horizontal = []
    readonly_fields = ["is_client", "last_login", "date_joined"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The database keeps the account of somebody open while something stays with her: said in words."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "user_still_owns":
                raise
        sentence = _(
            "This account cannot be closed yet: matters, drafts or evidence are still in this person's name. See %(page)s"
        )
        messages.error(request, sentence % {"page": reverse("records:leaves", args=[object_id])})
        return redirect(request.path)

    def save_model(self, request, obj, form, change) -> None:
        """Keep everything else at once; what she may do stays as it was, and waits as a proposal."""
        asked = {name: getattr(obj, name) for name in RoleChange.WHAT}
        kept = User.objects.get(pk=obj.pk) if change else User()
        before = {name: getattr(kept, name) for name in RoleChange.WHAT}
        for name, value in before.items():
            setattr(obj, name, value)
        super().save_model(request, obj, form, change)
        if asked == before:
            return
        try:
            roles.propose(obj, asked, reason=form.cleaned_data["why"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = _("What %(who)s may do waits for a second administrator, who finds it at %(page)s")
            messages.warning(request, text % {"who": obj, "page": reverse("records:role-changes")})

    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name_th", "name_en", "sex", "language"]}),
        (_("Agency and role"), {"fields": ["agency", "role", "is_child_cleared", "is_staff", "why", "is_active"]}),
        (_("Read only"), {"fields": ["is_client", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "usable_password",
                    "password1",
                    "password2",
                    "name_th",
                    "name_en",
                    "agency",
                    "role",
                    "why",
                ]
            },
        )
    ]


@admin.register(ApiClient)
class ApiClientAdmin(Kept):
    """Programs. What one administrator gives a program works once a second one has confirmed it here."""

    list_display = ["client_id", "user", "purpose", "is_active", "standing"]
    list_select_related = ["user", "changed_by", "confirmed_by"]
    search_fields = ["client_id", "purpose"]
    actions = ["give_new_secret", "confirm"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        return ["client_id", "user", "standing"] if obj else []

    @admin.display(description=_("confirmation"))
    def standing(self, client: ApiClient) -> str:
        if client.waits:
            return str(_("Waits for another administrator than %(who)s") % {"who": client.changed_by})
        if client.confirmed_by:
            return str(_("Confirmed by %(who)s") % {"who": client.confirmed_by})
        return str(_("Set up by the system"))

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["changed_by", "confirmed_by"])
        if obj.waits:
            messages.warning(request, self._waits(obj))

    @admin.action(permissions=["change"], description=_("Give a new secret (shown once; the old one ends)"))
    def give_new_secret(self, request, queryset) -> None:
        for client in queryset:
            text = _("%(client)s: the new secret is %(secret)s. It is not shown again.")
            secret = clients.new_secret(client)
            messages.warning(request, f"{text % {'client': client.client_id, 'secret': secret}} {self._waits(client)}")

    @admin.action(permissions=["change"], description=_("Confirm what another administrator gave a program"))
    def confirm(self, request, queryset) -> None:
        for client in queryset:
            try:
                with transaction.atomic():
                    roles.say("change")
                    clients.confirm(client, by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, _("%(client)s works from now on.") % {"client": client})

    @staticmethod
    def _waits(client: ApiClient) -> str:
        return _("%(client)s works once another administrator has confirmed it in this list.") % {"client": client}
