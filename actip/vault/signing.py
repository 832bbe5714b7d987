"""Ed25519 keys that sign what leaves the database: heads of the trail, packets."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def key(name: str) -> Ed25519PrivateKey:
    """The key of a setting; refuses with a sentence when there is none."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(getattr(settings, name), validate=True))
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured(f"{name} is missing or wrong: give it 32 random bytes in base64.") from None
