"""The vault app; the program does not start without its keys."""

from django.apps import AppConfig

from actip.vault import keys


class Config(AppConfig):
    name = "actip.vault"
    label = "vault"

    def ready(self) -> None:
        keys.ring()
