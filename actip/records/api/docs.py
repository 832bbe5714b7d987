"""The API's description and its Swagger UI, served from here alone and without a script in the page."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.settings import api_settings


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON."""

    authentication_classes = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    permission_classes = [IsAuthenticated]


class Docs(SpectacularSwaggerSplitView):
    """Try the API in a browser. Rendered here, without context processors, which would ask the database afterwards."""

    authentication_classes = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    permission_classes = [IsAuthenticated]
    url_name = "api:schema"
    template_name = "api/docs.html"

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        text = render_to_string(answer.template_name, answer.data | {"csrf_token": get_token(request._request)})
        return HttpResponse(text, content_type=answer.content_type or "text/html; charset=utf-8")
