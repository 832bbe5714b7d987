"""Record types of the money side. Each file declares some, in the order in which they are shown."""

# isort: off
from compensation.catalogue import fund  # noqa: F401
from compensation.catalogue import court  # noqa: F401
from compensation.catalogue import state  # noqa: F401
