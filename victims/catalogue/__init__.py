"""Record types of the protection side. Each file declares some, in the order in which they are shown."""

# isort: off
from victims.catalogue import people  # noqa: F401
from victims.catalogue import safety  # noqa: F401
from victims.catalogue import identification  # noqa: F401
from victims.catalogue import consent  # noqa: F401
from victims.catalogue import shelters  # noqa: F401
from victims.catalogue import same_person  # noqa: F401
from victims.catalogue import care  # noqa: F401
from victims.catalogue import work  # noqa: F401
from victims.catalogue import returning  # noqa: F401
from victims.catalogue import witness  # noqa: F401
