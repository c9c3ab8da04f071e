"""The table of contents: a field of Word's own that can be read before it is updated."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.reporting.labels import Labels
from qualcode.reporting.word import xml
from qualcode.reporting.word.styles import Style, contents_line

_LEVELS = 3
_GALLERY = (
    '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
)


def contents(
    headings: list[tuple[int, str, str]], labels: Labels, styles: Mapping[str, str]
) -> str:
    """A table of contents of headings given as level, text and bookmark.

    Its lines lead to their headings from the start. They have no page numbers until the field is
    updated: only Word knows the pages, and making it update on opening (`w:updateFields` or
    `w:dirty`) puts a question about "other files" before the reader.
    """
    lines = [
        (level, xml.link(bookmark, xml.run(text)))
        for level, text, bookmark in headings
        if level <= _LEVELS
    ]
    if not lines:
        return ""
    level, first = lines[0]
    lines[0] = level, _start() + first
    paragraphs = [
        xml.paragraph(styles[Style.CONTENTS_HEADING], xml.run(labels.contents)),
        *(xml.paragraph(styles[contents_line(level)], content) for level, content in lines),
        f"<w:p><w:r>{_mark('end')}</w:r></w:p>",
    ]
    # In a content control of this gallery Word shows a button to update the table.
    return (
        f"<w:sdt><w:sdtPr>{_GALLERY}</w:sdtPr>"
        f"<w:sdtContent>{''.join(paragraphs)}</w:sdtContent></w:sdt>"
    )


def _start() -> str:
    instruction = rf' TOC \o "1-{_LEVELS}" \h \z '
    return (
        f"<w:r>{_mark('begin')}</w:r>"
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f"<w:r>{_mark('separate')}</w:r>"
    )


def _mark(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'
