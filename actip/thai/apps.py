"""The Django application, for its template tags and one widget template."""

from django.apps import AppConfig


class ThaiConfig(AppConfig):
    name = "actip.thai"
    label = "thai"
