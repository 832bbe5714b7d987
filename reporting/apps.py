"""The reporting app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "reporting"

