"""What a file looks like by its first bytes, whatever its name says."""

from __future__ import annotations

from qualcode.errors import ImportFailure

RICH_TEXT = "a rich text file (.rtf)"
WORD = "a Word document (.docx)"
OPEN_DOCUMENT = "an OpenDocument text (.odt)"
_LOCKED = "an Office document with a password"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"OggS", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"SQLite format 3", "a database"),
)
_IN_ZIP = (
    (b"word/", WORD),
    (b"application/vnd.oasis.opendocument.text", OPEN_DOCUMENT),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
)


def looks_like(data: bytes) -> str:
    """Name the kind of file with its article; empty if nothing is known of it."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return RICH_TEXT
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _LOCKED
        return "an old Office document (.doc, .xls or .ppt)"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _IN_ZIP if part in data), "a zip archive")
    if (
        (data.startswith(b"RIFF") and data[8:12] == b"WAVE")
        or data[4:8] == b"ftyp"
        or (data.startswith(b"ID3") and data[3:4] < b"\x10")
    ):
        return "an audio or video file"
    return ""


def not_what_it_says(data: bytes, kind: str) -> ImportFailure:
    """The error for a file that is not of the kind that its ending says."""
    looks = looks_like(data)
    if looks == _LOCKED:
        return locked()
    what = f"it looks like {looks}" if looks else "it is damaged or something else"
    if looks == kind:
        what = "its text is missing"
    return ImportFailure(
        f"The file is not {kind}: {what}.",
        remedy="Give the file the ending that belongs to what it is, or open it in Word or "
        "LibreOffice and save it as what its ending says.",
    )


def locked() -> ImportFailure:
    """The error for a document that nobody can read without its password."""
    return ImportFailure(
        "The document is locked with a password.",
        remedy="Open it, remove the password, and save it again.",
    )
