"""Which of the two languages of the pages is meant."""

from django.utils.translation import get_language


def page_language(language: str | None = None) -> str:
    """`th` or `en`: the language asked for, else the active one; anything that is not Thai is served in English."""
    return "th" if (language or get_language() or "en").startswith("th") else "en"
