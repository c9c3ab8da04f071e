"""Write a Word file: the shell's members, with the text streamed to where the marks are."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path

from qualcode.reporting.files import replacing

_PIECES_AT_ONCE = 200


def write_package(
    out: Path, shell: bytes, texts: Mapping[bytes, Iterable[str]], date: dt.date
) -> None:
    """Write a .docx in one go or not at all; what `out` held before stays until then.

    `texts` gives the pieces of XML that replace each mark. Equal input gives equal bytes: the
    members are dated by `date`. Raises InputError if the file cannot be written.
    """
    with (
        replacing(out) as draft,
        zipfile.ZipFile(draft, "w") as target,
        zipfile.ZipFile(BytesIO(shell)) as source,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, (max(date.year, 1980), date.month, date.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            with target.open(member, "w") as stream:
                for content in _filled(source.read(name), texts):
                    stream.write(content)


def _filled(content: bytes, texts: Mapping[bytes, Iterable[str]]) -> Iterator[bytes]:
    for mark, pieces in texts.items():
        before, found, after = content.partition(mark)
        if found:
            yield before
            remaining = iter(pieces)
            while batch := list(islice(remaining, _PIECES_AT_ONCE)):
                yield "".join(batch).encode()
            yield after
            return
    yield content
