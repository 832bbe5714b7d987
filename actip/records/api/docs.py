"""The API's description and its Swagger UI, served from here alone and without a script in the page."""

from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import set_query_parameters
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.settings import api_settings


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON: the same for everybody, so it is written once per language and form (it takes two seconds)."""

    authentication_classes = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    permission_classes = [IsAuthenticated]

    def _get_schema_response(self, request):
        form, asked = type(request.accepted_renderer), get_language()
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        headers = {"Content-Disposition": f'inline; filename="{self._get_filename(request, "")}"'}
        return HttpResponse(_kept(language, form), form.media_type, headers=headers)


def written(language: str, form: type[OpenApiYamlRenderer | OpenApiJsonRenderer] = OpenApiYamlRenderer) -> bytes:
    """The whole description, also for docs/openapi.yaml."""
    with override(language):
        return form().render(SchemaGenerator().get_schema(public=True), renderer_context={})


_kept = cache(written)


class Docs(SpectacularSwaggerSplitView):
    """Try the API in a browser. Rendered here, without context processors, which would ask the database afterwards."""

    authentication_classes = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    permission_classes = [IsAuthenticated]
    url_name = "api:schema"
    template_name = "api/docs.html"

    def _get_schema_url(self, request):
        """As JSON: a browser reads that several times faster than YAML."""
        return set_query_parameters(super()._get_schema_url(request), format="json")

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        text = render_to_string(answer.template_name, answer.data | {"csrf_token": get_token(request._request)})
        return HttpResponse(text, content_type=answer.content_type or "text/html; charset=utf-8")
