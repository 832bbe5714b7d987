"""Record types of the prosecution side. Each file declares some, in the order in which they are shown."""

# isort: off
from cases.catalogue import reports  # noqa: F401
from cases.catalogue import inquiry  # noqa: F401
from cases.catalogue import charges  # noqa: F401
from cases.catalogue import custody  # noqa: F401
from cases.catalogue import interviews  # noqa: F401
from cases.catalogue import official  # noqa: F401
from cases.catalogue import court  # noqa: F401
from cases.catalogue import assets  # noqa: F401
from cases.catalogue import evidence  # noqa: F401
