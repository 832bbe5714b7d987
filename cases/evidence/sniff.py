"""What a file is by its content, and whether that is accepted: short allow-list, and what hides in a file of an accepted type.

Nothing is unpacked, rendered or run: only signatures, ends and the table of contents of Office files are looked at.
"""

import re
import struct
from dataclasses import dataclass, field

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Extension -> code of the type.
EXTENSIONS = {
    "pdf": "pdf", "jpg": "jpeg", "jpeg": "jpeg", "png": "png", "docx": "docx", "xlsx": "xlsx", "mp4": "mp4", "m4a": "m4a",
}  # fmt: skip
NAMES = ".pdf .jpg .jpeg .png .docx .xlsx .mp4 .m4a"
ACTIVE = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe", b"javascript:")
# The EICAR test string, in two halves so that this file is not taken for it: every scanner's proof that it looks.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
RUNS = re.compile(
    r"\.(exe|com|bat|cmd|scr|pif|msi|lnk|js|jse|vbs|vbe|wsf|hta|ps1|jar|sh|py|php|html?|xhtml|svg|docm|xlsm|apk|app|dll)\.",
    re.IGNORECASE,
)
HEAD, TAIL = 4096, 1024 * 1024
END_OF_ZIP = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
LARGEST_UNPACKED, STEEPEST = 1_000_000_000, 200
PARTS = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml"}
SOUND_BRANDS = (b"M4A ", b"M4B ")
VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"MSNV",
    b"dash",
    b"M4V ",
    b"3gp4",
    b"3gp5",
    b"3gp6",
)


class Unaccepted(ValidationError):
    """The file is refused, with a sentence that says what to do."""


@dataclass
class Sniffer:
    """Looks at a file while it passes: its beginning, its end, and marks in between."""

    media: str
    head: bytes = b""
    tail: bytearray = field(default_factory=bytearray)
    size: int = 0
    is_begun: bool = False

    def see(self, data: bytes) -> None:
        """Look at the next bytes. Raises Unaccepted as soon as the beginning tells what it is not."""
        if EICAR in bytes(self.tail[-len(EICAR) :]) + data:
            raise Unaccepted(_("A virus scanner's test string is in this file; it was not kept."), code="malware")
        self.head += data[: HEAD - len(self.head)] if len(self.head) < HEAD else b""
        self.size += len(data)
        self.tail += data
        del self.tail[:-TAIL]
        if len(self.head) >= HEAD and not self.is_begun:
            self.check_beginning()

    def check_beginning(self) -> None:
        """Signature against the declared type, in puremagic's opinion and in ours."""
        self.is_begun = True
        if not BEGINNINGS[self.media](self.head) or not _agrees(self.head, self.media):
            raise Unaccepted(
                _(
                    "What is in this file is not what its name says (%(kind)s). Nothing was kept. Save it anew under its true type."
                )
                % {"kind": self.media.upper()},
                code="mismatch",
            )
        lowered = self.head.lower()
        if any(mark in lowered for mark in ACTIVE):
            raise Unaccepted(_("This file begins like a web page; it was not kept."), code="active")

    def check_end(self) -> None:
        """The end of the file, once all of it has passed. Raises Unaccepted."""
        if self.size == 0:
            raise Unaccepted(_("This file is empty; nothing was kept."), code="empty")
        if not self.is_begun:
            self.check_beginning()
        if not ENDS[self.media](bytes(self.tail), self.size):
            raise Unaccepted(
                _(
                    "This file is damaged, or something is hidden behind its end; it was not kept. Take it anew from its source."
                ),
                code="damaged",
            )


def declared(name: str) -> str:
    """The type that a name declares. Raises Unaccepted for a name or a type that is not accepted."""
    if any(not char.isprintable() for char in name) or not 0 < len(name) <= 255:
        raise Unaccepted(
            _("The name of this file cannot be kept: it is too long, or has hidden characters."), code="name"
        )
    stem, _dot, extension = name.rpartition(".")
    media = EXTENSIONS.get(extension.lower())
    if media is None or not stem:
        raise Unaccepted(
            _("Files of this type are not accepted. Accepted are: %(types)s") % {"types": NAMES}, code="type"
        )
    if RUNS.search(name):
        raise Unaccepted(
            _("The name of this file has two types, of which one is a program. Rename it and try again."), code="double"
        )
    return media


def _agrees(head: bytes, media: str) -> bool:
    try:
        found = {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return bool(found & {extension for extension, code in EXTENSIONS.items() if code == media})


def _brand(*brands: bytes):
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


BEGINNINGS = {
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "docx": lambda head: head.startswith(b"PK\x03\x04"),
    "xlsx": lambda head: head.startswith(b"PK\x03\x04"),
    "mp4": _brand(*VIDEO_BRANDS),
    "m4a": _brand(*SOUND_BRANDS),
}


def _no_archive(tail: bytes) -> bool:
    """No archive hangs at the end, as a picture that is also a program's archive has."""
    return b"PK\x05\x06" not in tail


def _office(part: bytes):
    def check(tail: bytes, size: int) -> bool:
        names = contents(tail, size)
        return (
            names is not None
            and {b"[Content_Types].xml", part} <= names
            and not any(b"vbaProject" in name for name in names)
        )

    return check


ENDS = {
    "pdf": lambda tail, size: b"%%EOF" in tail[-1024:] and _no_archive(tail),
    "jpeg": lambda tail, size: b"\xff\xd9" in tail and _no_archive(tail),
    "png": lambda tail, size: tail.endswith(b"\0\0\0\0IEND\xaeB`\x82"),
    "docx": _office(PARTS["docx"]),
    "xlsx": _office(PARTS["xlsx"]),
    "mp4": lambda tail, size: _no_archive(tail),
    "m4a": lambda tail, size: _no_archive(tail),
}


def contents(tail: bytes, size: int) -> set[bytes] | None:
    """Names in the table of contents of a ZIP archive that fills the whole file; None for anything else and for a bomb."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_OF_ZIP.size:
        return None
    _mark, _disk, _first, _here, count, length, start, comment = (*END_OF_ZIP.unpack_from(tail, at),)
    begins = at - length
    if at + END_OF_ZIP.size + comment != len(tail) or begins < 0 or start + length + len(tail) - at != size:
        return None
    names, packed, unpacked, place = set(), 0, 0, begins
    for _number in range(count):
        if place + ENTRY.size > at or tail[place : place + 4] != b"PK\x01\x02":
            return None
        entry = ENTRY.unpack_from(tail, place)
        packed, unpacked = packed + entry[8], unpacked + entry[9]
        name_length, more, remark = entry[10:13]
        names.add(tail[place + ENTRY.size : place + ENTRY.size + name_length])
        place += ENTRY.size + name_length + more + remark
    if place != at or unpacked > LARGEST_UNPACKED or unpacked > STEEPEST * max(packed, 50_000):
        return None
    return names
