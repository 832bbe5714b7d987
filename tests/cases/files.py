"""Small files of each accepted type, and of what must never be accepted, made here byte by byte."""

import io
import struct
import zipfile
import zlib

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(content: bytes, name: str = "a.pdf") -> io.BytesIO:
    """As a browser sends it."""
    found = io.BytesIO(content)
    found.name = name
    return found


def pdf(body: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def jpeg(body: bytes = b"\0" * 200) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + body + b"\xff\xd9"


def png(more: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + more


def office(part: str, more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(**more) -> bytes:
    return office("word/document.xml", **more)


def xlsx(**more) -> bytes:
    return office("xl/workbook.xml", **more)


def movie(brand: bytes = b"isom") -> bytes:
    return b"\0\0\0\x20ftyp" + brand + b"\0\0\2\0isomiso2avc1mp41" + b"\0\0\0\x08mdat" + b"\1" * 300


def archive(name: str = "run.class") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "x")
    return out.getvalue()


def bomb() -> bytes:
    """Looks like a Word document, and would unpack to 1.2 GB; the zeros are never made."""
    made = bytearray(docx(more={"word/media/a.bin": b"\0" * 1_000_000}))
    at = made.rfind(b"PK\x01\x02")
    struct.pack_into("<L", made, at + 24, 1_200_000_000)
    return bytes(made)


GOOD = {
    "report.pdf": pdf(),
    "photo.jpg": jpeg(),
    "photo.JPEG": jpeg(b"1" * 200),
    "scan.png": png(),
    "letter.docx": docx(),
    "table.xlsx": xlsx(),
    "film.mp4": movie(),
    "sound.m4a": movie(b"M4A "),
    "บันทึกการจับกุม.pdf": pdf(b"x" * 200_000),
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ" + b"\0" * 200
# Name -> content: each must be refused, and leave nothing.
HOSTILE = [
    ("page.html", HTML),
    ("page.svg", SVG),
    ("page.pdf", HTML),
    ("picture.png", SVG),
    ("picture.jpg", HTML),
    ("run.exe", PROGRAM),
    ("run.pdf", PROGRAM),
    ("report.pdf.exe", PROGRAM),
    ("report.pdf.exe", pdf()),
    ("report.exe.pdf", pdf()),
    ("report.html.pdf", pdf()),
    ("letter.docm", docx()),
    ("letter.docx", docx(more={"word/vbaProject.bin": b"x"})),
    ("letter.docx", xlsx()),
    ("table.xlsx", docx()),
    ("letter.docx", archive()),
    ("letter.docx", docx() + archive()),
    ("letter.docx", b"MZ" + docx()),
    ("letter.docx", docx()[:-30]),
    ("letter.docx", docx() + b"x"),
    ("bomb.docx", bomb()),
    ("bomb.zip", archive()),
    ("report.jpg", pdf()),
    ("photo.pdf", jpeg()),
    ("photo.png", jpeg()),
    ("photo.jpg", png()),
    ("film.m4a", movie()),
    ("sound.mp4", movie(b"M4A ")),
    ("film.mp4", movie(b"heic")),
    ("film.mp4", movie(b"qt  ")),
    ("photo.jpg", jpeg() + archive()),
    ("report.pdf", pdf() + archive()),
    ("film.mp4", movie() + archive()),
    ("scan.png", png(HTML)),
    ("scan.png", png()[:-4]),
    ("report.pdf", pdf()[:-8]),
    ("photo.gif", b"GIF89a" + b"\0" * 50),
    ("photo.gif", b"GIF89a/*" + HTML),
    ("photo.jpg", jpeg(b"\xff\xfe\0\x30" + HTML)),
    ("report.pdf", pdf(HTML)),
    ("report.pdf", b"\n" + pdf()),
    ("empty.pdf", b""),
    ("eicar.txt", EICAR),
    ("eicar.com", EICAR),
    ("eicar.pdf", EICAR),
    ("eicar.pdf", pdf(b"x" * 70_000 + EICAR)),
    ("eicar.pdf", pdf(b"x" * (65_536 - 60) + EICAR)),  # across the chunks that Django reads
    ("noextension", pdf()),
    (".pdf", pdf()),
    ("report.pdf.", pdf()),
    ("report.pdf ", pdf()),
    ("a" * 300 + ".pdf", pdf()),
    ("report\u202efdp.exe", PROGRAM),
    ("report.exe\x00.pdf", pdf()),
    ("text.txt", b"plain"),
    ("polyglot.pdf", jpeg() + pdf()),
    ("polyglot.jpg", pdf() + jpeg()),
]
