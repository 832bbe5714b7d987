"""The access app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.access"
    label = "access"
