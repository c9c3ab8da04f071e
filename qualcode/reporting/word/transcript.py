"""A whole transcript with its codings as Word comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from qualcode.model import Span
from qualcode.reporting.labels import date_text, labels_in
from qualcode.reporting.word import xml
from qualcode.reporting.word.comments import borders, comments
from qualcode.reporting.word.document import TranscriptDocument
from qualcode.reporting.word.package import write_package
from qualcode.reporting.word.shell import BODY_MARK, COMMENTS_MARK, make_shell
from qualcode.reporting.word.styles import Style
from qualcode.text import union

_STEP = 100


def write_transcript(
    document: TranscriptDocument,
    out: Path,
    *,
    template: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a transcript as a Word document with one comment per coding.

    Each line of the text is a paragraph in the style “Qualcode Turn”, unchanged and numbered like
    the lines that excerpts refer to. `template` and errors are as in `write_excerpts`; `progress`
    is called with lines done and lines in all.
    """
    labels = labels_in(document.language)
    shell = make_shell(document.title, document.date, labels, template, comments=True)
    texts = {
        BODY_MARK: _body(document, shell.styles, progress or (lambda *_: None)),
        COMMENTS_MARK: comments(document.codings, shell.styles),
    }
    write_package(out, shell.package, texts, document.date)


def _body(
    document: TranscriptDocument, styles: Mapping[str, str], progress: Callable[[int, int], None]
) -> Iterator[str]:
    labels = labels_in(document.language)
    yield xml.paragraph(styles[Style.TITLE], xml.run(document.title))
    yield xml.pairs(
        styles[Style.DETAILS],
        [
            (labels.project, document.project),
            (labels.date, date_text(labels, document.date)),
            *document.details,
        ],
    )
    total = document.text.count("\n") + 1
    for done, content in enumerate(_lines(document, styles), start=1):
        yield xml.paragraph(styles[Style.TURN], content)
        if done % _STEP == 0 or done == total:
            progress(done, total)


def _lines(document: TranscriptDocument, styles: Mapping[str, str]) -> Iterator[str]:
    """The runs of each line of the text, cut at the borders of codings and labels.

    A border at a line feed belongs to the line that it ends.
    """
    text = document.text
    marks = borders(document.codings, styles)
    labels = label_spans(document)
    speaker = f'<w:rStyle w:val="{styles[Style.SPEAKER]}"/>'
    opens, closes = {label.start for label in labels}, {label.end for label in labels}
    cuts = iter(sorted({*marks, *opens, *closes}))
    cut = next(cuts, len(text) + 1)
    properties = ""
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        pieces = []
        while cut <= end:
            if position < cut:
                pieces.append(xml.run(text[position:cut], properties))
            pieces.append(marks.get(cut, ""))
            if cut in closes:
                properties = ""
            if cut in opens:
                properties = speaker
            position, cut = cut, next(cuts, len(text) + 1)
        if position < end:
            pieces.append(xml.run(text[position:end], properties))
        yield "".join(pieces)
        position = end + 1


def label_spans(document: TranscriptDocument) -> list[Span]:
    """Where the turns' labels are: from the line that names the speaker up to the turn's words."""
    text = document.text
    spans = []
    before = 0
    for turn in document.turns:
        named = text.rfind(turn.speaker, before, turn.start) if turn.speaker else -1
        line = text.rfind("\n", 0, named if named >= 0 else turn.start) + 1
        start = max(line, before)
        if text[start : turn.start].strip():
            spans.append(Span(start, turn.start))
        before = turn.end
    return union(spans)
