from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from actip.records.packets import sealing


class Command(BaseCommand):
    """Fails with each part that does not fit. Needs no database."""

    help = "Check a sealed packet: that it was signed with the key given, and which part was changed, removed or added."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--public-key", default="", help="as `packet_key` prints it; without it, the key of this installation"
        )

    def handle(self, *, file: Path, public_key: str, **options):
        try:
            public = sealing.read_public(public_key) if public_key else sealing.key().public_key()
            if file.stat().st_size > 2 * sealing.LARGEST:
                raise CommandError("The file is larger than any packet.")
            found = sealing.check(file.read_bytes(), public)
        except ImproperlyConfigured:
            raise CommandError("Give --public-key: the key that the sender's `manage.py packet_key` prints.") from None
        except ValueError:
            raise CommandError("--public-key is not 32 bytes in base64.") from None
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        if found.faults:
            raise CommandError("The packet does not hold. " + " ".join(found.faults))
        told = {name: found.manifest.get(name) for name in ("packet", "matter", "from", "to", "role", "made_at")}
        self.stdout.write(f"The packet holds: {len(found.manifest['parts'])} parts, SHA-256 {found.digest}.")
        self.stdout.write(", ".join(f"{name} {value}" for name, value in told.items()))
