"""How programs sign in, as OpenAPI says it (imported by the schema), and the whole description as text."""

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


class TokenScheme(OpenApiAuthenticationExtension):
    """Client credentials, as OpenAPI says it."""

    target_class = "actip.records.api.authentication.Token"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema):
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token/", "scopes": {}}}}


def text() -> str:
    """docs/openapi.yaml."""
    with translation.override("en"):
        found = SchemaGenerator().get_schema(request=None, public=True)
        return OpenApiYamlRenderer().render(found, renderer_context={}).decode()
