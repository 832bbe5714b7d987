"""How forms are drawn and how static files are addressed: one field template for every form of the program."""

from django.forms.renderers import TemplatesSetting
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Renderer(TemplatesSetting):
    """Label, (optional), hint, error, control, in that order, for every field. `{{ form }}` adds the error summary above.

    A page that wants its fields in groups writes `{% include "forms/summary.html" %}` and `{{ field.as_field_group }}`.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for what `collectstatic` has seen; plain names before, so that tests need no collecting."""

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name
