"""Zip containers of documents (.docx, .odt), read so that no file can do harm.

Nothing is unpacked to disk, sizes are bounded before and while unpacking, and XML is parsed without
entities, document types or network.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from lxml import etree

from qualcode.errors import ImportFailure
from qualcode.sniffing import locked, not_what_it_says

_MOST_BYTES = 200_000_000
_MOST_BYTES_OF_XML = 100_000_000
_MOST_PARTS = 10_000
# A part of more than `_BIG` bytes that was packed to less than a `_RATIO`-th is made to do harm.
_BIG, _RATIO = 20_000_000, 200

_ENCRYPTED = 0x1
_DAMAGE = (  # whatever zipfile raises for a container that is not in order
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_FRESH_COPY = "Get a fresh copy of the file, or open it and save it again."


def open_archive(data: bytes, kind: str) -> zipfile.ZipFile:
    """Open a document's container; `kind` is what it should be, with its article.

    Raises:
        ImportFailure: It is something else, damaged, locked with a password, or unreasonably big.

    """
    if not data.startswith(b"PK"):
        raise not_what_it_says(data, kind)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise ImportFailure(
            f"The file is {kind} that is cut off or damaged.", remedy=_FRESH_COPY
        ) from error
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise locked()
    if (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _MOST_BYTES
        or any(part.file_size > max(_BIG, _RATIO * part.compress_size) for part in parts)
    ):
        raise ImportFailure(
            f"The file would unpack to more than {kind} of a transcript ever holds.",
            remedy="If you trust it, save it again without pictures and other objects.",
        )
    return archive


def read_xml(archive: zipfile.ZipFile, part: str) -> etree._Element | None:
    """The root element of a part; None if the document has no such part.

    Raises:
        ImportFailure: The part is damaged, too big, or declares a document type.

    """
    try:
        with archive.open(part) as file:
            content = file.read(_MOST_BYTES_OF_XML + 1)
    except KeyError:
        return None
    except _DAMAGE as error:
        raise ImportFailure(
            f"The document's part {part} is damaged ({error}).", remedy=_FRESH_COPY
        ) from error
    if len(content) > _MOST_BYTES_OF_XML:
        raise ImportFailure(
            f"The document's part {part} is too big.", remedy="Split the document in two."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ImportFailure(
            f"The document's part {part} is damaged ({error.msg}).", remedy=_FRESH_COPY
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ImportFailure(
            f"The document's part {part} declares a document type, which no word processor writes.",
            remedy="Do not trust this file. Ask where it comes from.",
        )
    return root
