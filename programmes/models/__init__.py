"""Prevention and partnership: for now the figures that others have published."""

from programmes.models.published import PublishedFigure

__all__ = ["PublishedFigure"]
