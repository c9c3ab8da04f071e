"""Rich text (.rtf), as Word, TextEdit, f4 and MAXQDA write it.

striprtf turns it into text. What it gets wrong is set right in the RTF before: code pages it does
not know, bytes beyond ASCII, cells of tables, the targets of links, and what is no part of the text
(tracked deletions, bullets, pictures).
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from striprtf.striprtf import rtf_to_text

from qualcode.errors import ImportFailure
from qualcode.importing.blocks import Block, Reading
from qualcode.sniffing import RICH_TEXT, looks_like, not_what_it_says
from qualcode.text import normalise

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_PICTURE = re.compile(r"[0-9a-fA-F]{64}[0-9a-fA-F\s]*(?=\})")
_WRONG = re.compile(r"\\\\|\\(nestcell|cell|deleted|listtext|fldinst|ansicpg\d+)(?![a-z0-9]) ?")
_RIGHT = {
    "cell": r"\tab ",
    "nestcell": r"\tab ",
    "deleted": r"\*\deleted ",  # skipped to the end of its group
    "listtext": r"\*\listtext ",
    "fldinst": r"\fldinst ",  # with the space striprtf does not add the link's target to the text
}
_ROW_END = re.compile(r"\t+$", re.MULTILINE)
_HEADER_LENGTH = 1000
_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_CHARACTER_SET = re.compile(r"\\(mac|pca|pc)(?![a-z])")
_ENCODINGS = {"10000": "mac-roman", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_LEFT_OUT = (
    (re.compile(r"\\footnote(?![a-z])"), "footnotes"),
    (re.compile(r"\\annotation(?![a-z])"), "comments"),
    (re.compile(r"\\deleted(?![a-z0-9])"), "tracked deletions"),
)


def read(data: bytes) -> Reading:
    """Read rich text: a line of it is a paragraph.

    Raises:
        ImportFailure: It is not rich text, or it is damaged.

    """
    if looks_like(data) != RICH_TEXT:
        raise not_what_it_says(data, RICH_TEXT)
    rtf = _as_text(data)
    encoding = _encoding(rtf[:_HEADER_LENGTH])
    try:
        text = rtf_to_text(  # type: ignore[no-untyped-call]
            _mended(rtf) + "}",  # without an end striprtf drops the last letters
            encoding,
            "replace",
        )
    except (ValueError, TypeError, LookupError) as error:
        raise ImportFailure(
            f"The rich text is damaged ({error}).",
            remedy="Open it in Word or LibreOffice, and save it again.",
        ) from error
    counts = ((len(pattern.findall(rtf)), what) for pattern, what in _LEFT_OUT)
    notes = [f"Left out: {what} ({count})." for count, what in counts if count]
    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
        notes.append("The file is cut off: its end is missing.")
    paragraphs = _ROW_END.sub("", normalise(text)).split("\n")
    return Reading(tuple(map(Block, paragraphs)), encoding, tuple(notes))


def _as_text(data: bytes) -> str:
    """RTF is ASCII; what is beyond it becomes the escapes that it should have been."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        if rb"\bin" not in data:  # striprtf counts the bytes of binary pictures
            data = _BEYOND_ASCII.sub(lambda byte: rb"\'%02x" % byte.group()[0], data)
        return data.decode("latin-1")


def _mended(rtf: str) -> str:
    rtf = _PICTURE.sub("", rtf)
    return _WRONG.sub(lambda it: _RIGHT.get(it[1], r"\ansi ") if it[1] else it[0], rtf)


def _encoding(header: str) -> str:
    """The encoding of `\\'xx` where no font has one of its own."""
    for match in (_CODE_PAGE.search(header), _CHARACTER_SET.search(header)):
        if match:
            with suppress(LookupError):
                return codecs.lookup(_ENCODINGS.get(match[1], f"cp{match[1]}")).name
    return "cp1252"
