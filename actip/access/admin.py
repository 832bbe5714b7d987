"""In the administration a role is chosen by its name; the table that names the roles stands above the accounts, so it is done here."""

from django import forms
from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actip.access import matrix
from actip.accounts.admin import PersonAdmin
from actip.accounts.models import User

admin.site.unregister(User)


def names() -> list[tuple[str, str]]:
    """Code and name of each role, in the language of the page."""
    said = "thai" if get_language() == "th" else "english"
    return [(code, row[said]) for code, row in matrix.roles().items()]


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return names()

    def queryset(self, request, queryset):
        return queryset.filter(role=self.value()) if self.value() else queryset


@admin.register(User)
class PersonWithRoleAdmin(PersonAdmin):
    list_display = ["username", "name_th", "role_by_name", "agency", "is_active", "is_staff"]
    list_filter = [RoleFilter, "is_active", "is_client"]

    @admin.display(description=_("role"), ordering="role")
    def role_by_name(self, user: User) -> str:
        return dict(names()).get(user.role, user.role)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "role":
            kwargs["widget"] = forms.Select(choices=[("", "–"), *names()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)
