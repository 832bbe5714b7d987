"""The accounts app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "actip.accounts"
    label = "accounts"
