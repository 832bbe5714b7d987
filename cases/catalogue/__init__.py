"""Record types of the prosecution side. Each file declares some, in the order in which they are shown."""

# isort: off
from cases.catalogue import reports  # noqa: F401
from cases.catalogue import inquiry  # noqa: F401
from cases.catalogue import charges  # noqa: F401
