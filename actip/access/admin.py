"""In the administration a role is chosen by its name; the table that names the roles stands above the accounts, so it is done here."""

from django import forms
from django.contrib import admin
from django.utils.translation import get_language

from actip.access import matrix
from actip.accounts.admin import PersonAdmin
from actip.accounts.models import User

admin.site.unregister(User)


@admin.register(User)
class PersonWithRoleAdmin(PersonAdmin):
    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "role":
            said = "thai" if get_language() == "th" else "english"
            kwargs["widget"] = forms.Select(
                choices=[("", "–"), *((code, row[said]) for code, row in matrix.roles().items())]
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
