import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actip.accounts import clients, person
from actip.accounts.models import Agency, User
from actip.accounts.personas import Persona, agencies, personas


class Command(BaseCommand):
    help = "Makes the demonstration's agencies, people and API clients; a second run changes nothing and keeps secrets."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for demonstration mode only: set ACTIP_DEMO=1.")
        with person.as_system("load the demonstration's people"), transaction.atomic():
            for row in agencies():
                Agency.objects.update_or_create(code=row["code"], defaults=row)
            path = Path(settings.ACTIP_CREDENTIALS_FILE or settings.DATA_DIR / "api-credentials.json")
            known = json.loads(path.read_text()) if path.exists() else {}
            secrets = {persona.username: _load(persona, known) for persona in personas()}
            _write(path, secrets)
        self.stdout.write(f"{len(secrets)} people in {len(agencies())} agencies; their API credentials: {path}")


def _load(persona: Persona, known: dict) -> dict[str, str]:
    """Make one person with an API client; returns its id and secret, the known one where it still works."""
    user, made = User.objects.update_or_create(
        username=persona.username,
        defaults={
            "agency": Agency.objects.get(code=persona.agency),
            "role": persona.role,
            "name_th": persona.row["name_th"],
            "name_en": persona.row["name_en"],
            "is_staff": persona.is_staff,
            "is_child_cleared": persona.is_child_cleared,
            "is_active": True,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    client = clients.register(
        client_id=persona.username.replace(".", "-") + "-api",
        like=user,
        purpose="Demonstration",
        record_types=["*"],
    )
    secret = known.get(persona.username, {}).get("client_secret", "")
    if not clients.has_secret(client, secret):
        secret = clients.new_secret(client)
    return {"client_id": client.client_id, "client_secret": secret}


def _write(path: Path, content: dict) -> None:
    """Write the file whole, readable by its owner alone from its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    draft.replace(path)
