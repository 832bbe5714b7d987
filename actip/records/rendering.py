"""How forms are drawn and how static files are addressed: one field template for every form of the program."""

from html import escape

from django.forms import Select
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Renderer(TemplatesSetting):
    """Label, (optional), hint, error, control, in that order, for every field. `{{ form }}` adds the error summary above.

    A page that wants its fields in groups writes `{% include "forms/summary.html" %}` and `{{ field.as_field_group }}`.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class QuickSelect(Select):
    """A select without a template for each option: a list of countries would take most of the time of a page."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(one) for one in self.format_value(value)}
        options = "".join(
            f'<option value="{escape(str(code))}"{" selected" if str(code) in chosen else ""}>{escape(str(label))}</option>'
            for code, label in self.choices
        )
        own = self.build_attrs(self.attrs, attrs) | {"name": name}
        return mark_safe(f"<select{flatatt(own)}>{options}</select>")  # noqa: S308 - each value and label is escaped


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for what `collectstatic` has seen; plain names before, so that tests need no collecting."""

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name
