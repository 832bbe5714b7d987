"""How passwords are kept."""

from actip.accounts.passwords import Argon2


def test_argon2id_with_64_mb_three_passes_one_lane():
    kept = Argon2().encode("secret", "saltsaltsaltsalt")

    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
    assert Argon2().verify("secret", kept)
    assert not Argon2().verify("Secret", kept)
    assert not Argon2().must_update(Argon2().encode("secret", Argon2().salt()))


def test_a_pepper_makes_the_database_alone_useless(settings):
    settings.PASSWORD_PEPPER = "known to the server only"
    kept = Argon2().encode("secret", "saltsaltsaltsalt")
    assert Argon2().verify("secret", kept)

    settings.PASSWORD_PEPPER = ""

    assert not Argon2().verify("secret", kept)
