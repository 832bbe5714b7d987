"""Tells drf-spectacular how to sign in. Import it where the schema is made (actip.records.api.schema)."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """Client credentials, as OpenAPI says it."""

    target_class = "actip.records.api.authentication.Token"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema):
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token/", "scopes": {}}}}
