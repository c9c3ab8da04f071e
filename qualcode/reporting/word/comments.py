"""Word comments: one per coding, anchored at exactly the words that were coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from qualcode.reporting.word import xml
from qualcode.reporting.word.document import CodedSpan
from qualcode.reporting.word.styles import Style
from qualcode.text import normalise

_LONGEST_INITIALS = 3
_SWATCH = "\N{BLACK SQUARE} "


def comments(codings: Sequence[CodedSpan], styles: Mapping[str, str]) -> Iterator[str]:
    """The comments themselves; a coding's place in the sequence is its comment's id."""
    style = styles[Style.COMMENT_TEXT]
    reference = f'<w:rStyle w:val="{styles[Style.COMMENT_REFERENCE]}"/>'
    mark = f"<w:r><w:rPr>{reference}</w:rPr><w:annotationRef/></w:r>"
    for number, coding in enumerate(codings):
        colour = xml.fill(coding.colour)
        swatch = xml.run(_SWATCH, f'<w:color w:val="{colour}"/>') if colour else ""
        paragraphs = [mark + swatch + xml.run(coding.code, xml.BOLD)]
        paragraphs += [xml.run(line) for line in normalise(coding.memo).strip().split("\n") if line]
        yield (
            f'<w:comment w:id="{number}" w:author="{xml.attribute(coding.coder)}"'
            f' w:initials="{xml.attribute(initials(coding.coder))}">'
            + "".join(xml.paragraph(style, content) for content in paragraphs)
            + "</w:comment>"
        )


def borders(codings: Sequence[CodedSpan], styles: Mapping[str, str]) -> dict[int, str]:
    """What stands at each offset where codings start or end: comments' borders and references."""
    starts: dict[int, list[str]] = defaultdict(list)
    ends: dict[int, list[str]] = defaultdict(list)
    reference = f'<w:rStyle w:val="{styles[Style.COMMENT_REFERENCE]}"/>'
    for number, coding in enumerate(codings):
        start = f'<w:commentRangeStart w:id="{number}"/>'
        end = (
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr>{reference}</w:rPr>'
            f'<w:commentReference w:id="{number}"/></w:r>'
        )
        if coding.start == coding.end:
            starts[coding.start].append(start + end)
        else:
            starts[coding.start].append(start)
            ends[coding.end].append(end)
    return {offset: "".join(ends[offset] + starts[offset]) for offset in {*starts, *ends}}


def initials(coder: str) -> str:
    """A coder's initials as Word shows them: `AH` of `Anne Hansen`; a short name stays."""
    words = coder.split()
    if len(words) == 1 and len(coder) <= _LONGEST_INITIALS:
        return words[0]
    return "".join(word[0].upper() for word in words[:_LONGEST_INITIALS])
