"""Bytes of a text file → text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qualcode.errors import ImportFailure, InputError
from qualcode.sniffing import looks_like, not_what_it_says

_MARKS = (  # UTF-32 first: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "mac-roman", "cp865", "cp850")
"""What Norwegian texts come in, for a person to choose from; any encoding of Python's works."""

_NOT_OF_FILES = ("idna", "punycode", "raw-unicode-escape", "unicode-escape")

# What Norwegian has beyond ASCII. A guess at the encoding that yields anything else gives way to
# one of these encodings if that does not.
_NORWEGIAN = ("cp1252", "mac-roman", "cp865")
_EXPECTED = re.compile("[\x00-\x7fæøåÆØÅéÉèÈêÊëóÓòÒôÔöÖäÄüÜáÁàÀçñ«»“”„‘’‚–—…•·§°½¼¾€£\xa0\xad]*")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_MOST_CONTROLS = 0.03
# In UTF-16 the high byte of a Latin letter is 0, the low byte hardly ever.
_MOST_HIGH_BYTES = 0.7
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_LOST = "\ufffd"
# A file is broken UTF-8 rather than something else if so many characters are whole for each broken.
_WHOLE_FOR_BROKEN = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding by Python's name, and what was guessed or lost."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decode a text file, in an encoding that a person has chosen or in the one that is found.

    A byte order mark decides, then whether the bytes are UTF-16 or UTF-8, then chardet's guess.

    Raises:
        ImportFailure: The file is not text.
        InputError: There is no encoding of that name.

    """
    if looks_like(data):
        raise not_what_it_says(data, "plain text")
    notes = []
    encoding = _known(encoding) if encoding else _stated(data)
    if not encoding:
        encoding = _guess(data)
        notes.append(f"The file does not say its encoding; it was read as {encoding}.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        notes.append(f"Characters that could not be read stand as {_LOST} ({text.count(_LOST)}).")
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ImportFailure(
            "The file is not text: it is full of bytes that no text has.",
            remedy="Check that it is the transcript, and save that as text in UTF-8.",
        )
    return Decoded(text, encoding.removesuffix("-sig"), tuple(notes))


def readings(data: bytes) -> list[tuple[str, str]]:
    """How each of `ENCODINGS` would read a text file, by the first line that is not plain ASCII.

    Encodings that cannot be those of the file are left out.
    """
    found = []
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        lines = [line.strip() for line in text.splitlines()]
        telling = (line for line in lines if not line.isascii())
        found.append((encoding, next(telling, lines[0] if lines else "")))
    return found


def _known(name: str) -> str:
    try:
        "".encode(name)  # unlike a look-up, this refuses codecs that do not make text of bytes
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = ""
    if not found or found in _NOT_OF_FILES:
        raise InputError(
            f"There is no encoding “{name}”.", remedy="Often met: " + ", ".join(ENCODINGS) + "."
        )
    return found


def _stated(data: bytes) -> str:
    """The encoding that the bytes themselves prove; empty if they prove none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        first, second = data[0::2].count(0), data[1::2].count(0)
        most, few = _MOST_HIGH_BYTES * len(data) / 2, (1 - _MOST_HIGH_BYTES) * len(data) / 2
        if first < few and second > most:
            return "utf-16-le"
        if second < few and first > most:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count(_LOST)
        whole = sum(map(len, _BEYOND_ASCII.findall(text))) - broken
        return "utf-8" if whole >= broken * _WHOLE_FOR_BROKEN else ""
    return "utf-8"


def _guess(data: bytes) -> str:
    import chardet

    guess = chardet.detect(data, prefer_superset=True, compat_names=False)["encoding"] or "cp1252"
    for encoding in (guess, *_NORWEGIAN):
        if _EXPECTED.fullmatch(data.decode(encoding, "replace")):
            return codecs.lookup(encoding).name
    return codecs.lookup(guess).name
