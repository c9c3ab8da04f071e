"""The text law: one normal form, one unit of position.

A source's text is NFC, has `\\n` line ends and no byte order mark, and every position anywhere in
qualcode is a code point of that text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from qualcode.model import Span

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# C0/C1 controls but tab and line feed, a byte order mark wherever it is, and the two code points
# that are no characters and that XML, and so Word, refuses.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def normalise(text: str) -> str:
    """Bring text into the form in which a source is stored. Idempotent.

    Surrogate pairs (from RTF) become the character they stand for; a lone surrogate becomes U+FFFD,
    since no database can hold it. Control characters other than tab go; they have no words in them.
    """
    if text.isascii() and text.isprintable():
        return text  # most cells of most tables
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATE_PAIR.sub(
        lambda pair: pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text
    )
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Bring a name into the form in which it is stored and looked up: normalised, single spaces."""
    return " ".join(normalise(text).split())


def trim(text: str, span: Span) -> Span:
    """Shrink a span by the white space at its ends; an all-white span shrinks to its start."""
    start, end = span
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return Span(start, start)
    return Span(start + left, start + len(piece.rstrip()))


def union(spans: Iterable[Span]) -> list[Span]:
    """Merge spans that overlap or touch, in order; empty ones go."""
    merged: list[Span] = []
    for start, end in sorted((start, end) for start, end in spans if start < end):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


def intersection(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The parts that lie in both sets of spans, merged and in order."""
    a, b = union(left), union(right)
    found: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i].start, b[j].start), min(a[i].end, b[j].end)
        if start < end:
            found.append(Span(start, end))
        if a[i].end < b[j].end:
            i += 1
        else:
            j += 1
    return found


def difference(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The parts of the left spans that no right span covers, merged and in order."""
    found: list[Span] = []
    cuts = union(right)
    j = 0
    for start, end in union(left):
        while j < len(cuts) and cuts[j].end <= start:
            j += 1
        k = j
        while k < len(cuts) and cuts[k].start < end:
            if cuts[k].start > start:
                found.append(Span(start, cuts[k].start))
            start = max(start, cuts[k].end)
            k += 1
        if start < end:
            found.append(Span(start, end))
    return found


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of a text start; the first is 0."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(starts: Sequence[int], offset: int) -> int:
    """The 1-based line that holds an offset, given `line_starts`."""
    return bisect_right(starts, offset)
