"""Record types of the protection side. Each file declares some, in the order in which they are shown."""

# isort: off
from victims.catalogue import people  # noqa: F401
from victims.catalogue import identification  # noqa: F401
from victims.catalogue import shelters  # noqa: F401
