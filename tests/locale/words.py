"""What a person reads of a page, and which of it is in Latin letters without being a name or a code."""

import re
from html.parser import HTMLParser

# Names, abbreviations and technical words that Thai officials write in Latin letters.
NAMES = {
    "ACTIP", "API", "Case", "Tracker", "CSV", "TICAC", "DSI", "NCMEC", "CyberTip", "E-Inform", "Protect-U", "Line", "PIPO", "NGO",
    "UUID", "JSON", "URL", "NUL", "True", "False", "None", "Sarabun", "OFL", "CC", "BY", "MapSVG", "Control", "Command", "Mac",
    "manage.py", "load_personas", "errors", "PDF", "THB", "USD", "EUR", "JPY", "Daw", "JPEG", "PNG", "Word", "Excel", "MP", "MD", "MB", "a-f",
    "CNY", "HKD", "KHR", "LAK", "MMK", "MYR", "SGD", "USDT", "VND", "XLSX", "pdf", "jpg", "jpeg", "png", "docx", "xlsx", "mp",
}  # fmt: skip
CODE = re.compile(
    r"\b[A-Z]{1,8}\d*(?:-[A-Z0-9/]+)+\b|\b[0-9a-f]{8}\b"
)  # C69-7K3Q-F2DM, TH-10, PF-001, and the start of a key
LATIN = re.compile(r"[A-Za-z][A-Za-z._'’-]*[A-Za-z]")
SPOKEN = ("aria-label", "title", "placeholder", "alt")


class _Reader(HTMLParser):
    """Collects text and spoken attributes; passes over scripts and over what says that it is in another language."""

    VOID = {"input", "br", "img", "meta", "link", "hr", "use", "path", "source", "wbr"}

    def __init__(self, language: str):
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self.silent: list[bool] = []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        foreign = found.get("lang", self.language) != self.language or "notranslate" in (found.get("class") or "")
        silent = tag in ("script", "style", "kbd", "code", "template") or foreign or any(self.silent[-1:])
        if not silent:
            self.texts += [found[name] for name in SPOKEN if found.get(name)]
            if tag == "input" and found.get("type") in ("submit", "button"):
                self.texts.append(found.get("value") or "")
        if tag not in self.VOID:
            self.silent.append(silent)

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.silent:
            self.silent.pop()

    def handle_data(self, data):
        if not any(self.silent[-1:]) and data.strip():
            self.texts.append(" ".join(data.split()))


def spoken(html: str, language: str = "th") -> list[str]:
    """The pieces of text of a page that are meant to be in its language."""
    reader = _Reader(language)
    reader.feed(html)
    return reader.texts


def latin(text: str, known=()) -> list[str]:
    """The Latin words of a text that are neither names, nor codes, nor `known` data."""
    text = CODE.sub(" ", text)
    for piece in sorted((CODE.sub(" ", piece) for piece in known), key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(piece)}(?![A-Za-z])", " ", text) if piece in text else text
    return [word for word in LATIN.findall(text) if word not in NAMES]
