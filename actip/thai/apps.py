"""The Django application, for its template tags, one widget template, and dates as Django writes them."""

from django.apps import AppConfig


class ThaiConfig(AppConfig):
    name = "actip.thai"
    label = "thai"

    def ready(self):
        from actip.thai import localized

        localized.use()
