"""What every factory shares, and the list of them by slug."""

import factory

BY_SLUG: dict[str, type[factory.Factory]] = {}
# Slug -> the links that a record of this type needs besides its parent: field -> slug of what it points to.
NEEDS: dict[str, dict[str, str]] = {}


class Base(factory.Factory):
    class Meta:
        abstract = True


def of(slug: str, **needs: str):
    """Decorator: the factory of a record type, and what its records link to besides their parent."""

    def keep(made: type[factory.Factory]) -> type[factory.Factory]:
        BY_SLUG[slug] = made
        NEEDS[slug] = needs
        return made

    return keep
