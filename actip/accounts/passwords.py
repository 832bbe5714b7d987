"""How passwords are kept: Argon2id with 64 MB, 3 passes and 1 lane (about 0.16 s), after an optional pepper."""

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id. With PASSWORD_PEPPER set, a stolen database alone cannot be guessed at.

    Set the pepper before the first password or never: changing it makes every password wrong.
    """

    memory_cost = 65_536
    time_cost = 3
    parallelism = 1

    def encode(self, password, salt):
        return super().encode(_peppered(password), salt)

    def verify(self, password, encoded):
        return super().verify(_peppered(password), encoded)


def _peppered(password: str) -> str:
    if not settings.PASSWORD_PEPPER:
        return password
    return hmac.new(settings.PASSWORD_PEPPER.encode(), password.encode(), hashlib.sha256).hexdigest()
