"""The Thai catalogue as data: which messages it holds, which are empty, and which a Thai reader has yet to confirm."""

from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po"
CHECK = "check"  # a translator's comment `# check` or `# check: why` stands over a message until it is confirmed


class Message(NamedTuple):
    english: str
    thai: str
    check: str | None  # why it should be confirmed, empty when no reason is given, None when it is confirmed
    fuzzy: bool


def catalogue(path: Path = CATALOGUE) -> list[Message]:
    """Every message of locale/th, in the order of the file."""
    with path.open("rb") as file:
        return [_message(entry) for entry in read_po(file, locale="th") if entry.id]


def _message(entry) -> Message:
    english = entry.id if isinstance(entry.id, str) else entry.id[0]
    thai = entry.string if isinstance(entry.string, str) else entry.string[0]
    return Message(english, thai, _check(entry.user_comments), entry.fuzzy)


def _check(comments: list[str]) -> str | None:
    for comment in comments:
        word, _, why = comment.partition(":")
        if word.strip() == CHECK:
            return why.strip()
    return None


def to_confirm(messages: list[Message]) -> str:
    """The messages that a Thai reader has yet to confirm, as a table in Markdown."""
    lines = ["| English | Thai | why |", "|---|---|---|"]
    for message in sorted((m for m in messages if m.check is not None), key=lambda m: m.english.lower()):
        cells = (message.english, message.thai, message.check or "")
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
