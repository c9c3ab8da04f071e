"""From a file to a `Transcript`, by the reader that entry points name for the file's ending.

A package adds a format, or a better reader for one, with an entry point of the group
`qualcode.importers`: its name is the ending without the dot, its object a `Reader`. The formats of
qualcode itself are entry points too, and are known here for a source tree without metadata.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath

from qualcode.encoding import decode
from qualcode.errors import ImportFailure
from qualcode.importing.blocks import Reader, Reading
from qualcode.importing.turns import recognise
from qualcode.model import Role, Transcript
from qualcode.sniffing import looks_like

GROUP = "qualcode.importers"

_BUILT_IN = {
    "docx": "qualcode.importing.docx:read",
    "md": "qualcode.importing.plain:read_markdown",
    "odt": "qualcode.importing.odt:read",
    "rtf": "qualcode.importing.rtf:read",
    "srt": "qualcode.importing.subtitles:read",
    "txt": "qualcode.importing.plain:read_text",
    "vtt": "qualcode.importing.subtitles:read",
}
_CHECK = "Check that it is the transcript, and that the other program saved it whole."
_REMEDIES = {
    "doc": "Open it in Word or LibreOffice and save it as .docx.",
    "pages": "Open it in Pages and export it to Word.",
    "pdf": "Get the document that the PDF was made from, or copy its text into a .txt file.",
}


def read_transcript(
    data: bytes,
    filename: str,
    *,
    interviewers: Sequence[str] = (),
    encoding: str = "",
    roles: Mapping[str, Role] | None = None,
) -> Transcript:
    """Read a transcript of any known format and cut it into turns.

    `filename` tells the format by its ending and stands in messages. `interviewers` are names as
    the transcript has them, in any case; if one of them speaks, everybody else is an informant.
    `encoding` is that of a text file whose own was guessed wrongly; `roles` are a speaker's by name
    where the labels tell them wrongly.

    Raises:
        InputError: There is no encoding of that name.
        ImportFailure: The ending is unknown, or the file is empty, damaged, unsafe to read, or not
            what its ending says.

    """
    try:
        if not data:
            raise ImportFailure("The file is empty.", remedy=_CHECK)
        name, reader = _find_reader(filename)
        reading = _read_as(data, encoding, reader) if encoding else reader(data)
        recognised = recognise(reading.blocks, interviewers, roles)
        if not recognised.turns:
            raise ImportFailure("The file has no words in it.", remedy=_CHECK)
    except ImportFailure as failure:
        where = f"{filename}, {failure.where}" if failure.where else filename
        raise ImportFailure(failure.what, where=where, remedy=failure.remedy) from failure
    return Transcript(
        text=recognised.text,
        turns=recognised.turns,
        format=name,
        encoding=reading.encoding,
        notes=(*reading.notes, *recognised.notes),
    )


def _read_as(data: bytes, encoding: str, reader: Reader) -> Reading:
    """What a reader makes of a text file in a certain encoding, whatever the bytes look like."""
    if kind := looks_like(data):
        raise ImportFailure(
            f"The file is {kind}, which says its encoding itself.",
            remedy="Only text files have one to choose.",
        )
    decoded = decode(data, encoding)
    reading = reader(
        codecs.BOM_UTF8 + decoded.text.removeprefix("\ufeff").encode("utf-8", "replace")
    )
    return Reading(reading.blocks, decoded.encoding, (*decoded.notes, *reading.notes))


def supported_suffixes() -> tuple[str, ...]:
    """The file endings that can be imported, with their dots, in alphabetical order."""
    return tuple(f".{name}" for name in sorted(_importers()))


def _find_reader(filename: str) -> tuple[str, Reader]:
    """The format of a file by its ending, without the dot, and the reader of that format."""
    name = PurePath(filename).suffix.lower().removeprefix(".")
    importer = _importers().get(name)
    if importer is None:
        known = f"Known endings: {', '.join(supported_suffixes())}."
        raise ImportFailure(
            f"The ending .{name} is not known." if name else "The file's name has no ending.",
            remedy=f"{_REMEDIES[name]} {known}" if name in _REMEDIES else known,
        )
    try:
        reader: Reader = importer.load()
    except (ImportError, AttributeError) as error:
        raise ImportFailure(
            f"The importer for .{name} ({importer.value}) cannot be loaded: {error}.",
            remedy="Install the package that provides it again, or remove it.",
        ) from error
    return name, reader


@cache
def _importers() -> dict[str, EntryPoint]:
    importers = {name: EntryPoint(name, value, GROUP) for name, value in _BUILT_IN.items()}
    for added in entry_points(group=GROUP):
        if added.value not in _BUILT_IN.values():
            importers[added.name.lower().removeprefix(".")] = added
    return importers
