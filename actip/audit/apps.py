"""The audit app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.audit"
    label = "audit"
