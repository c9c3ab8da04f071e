"""A whole report as a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.reporting.building.document import (
    Document,
    Element,
    Excerpts,
    FigureShown,
    Heading,
    TableShown,
    Text,
)
from qualcode.reporting.building.labels import building_labels_in
from qualcode.reporting.building.layout import lay_out
from qualcode.reporting.building.notes import excerpt_notes, table_notes
from qualcode.reporting.building.prose import Look, Paragraph, Piece, to_paragraphs
from qualcode.reporting.labels import date_text, labels_in
from qualcode.reporting.word import xml
from qualcode.reporting.word.contents import contents
from qualcode.reporting.word.excerpts import quotation
from qualcode.reporting.word.outline import bookmark_name
from qualcode.reporting.word.package import write_package
from qualcode.reporting.word.shell import BODY_MARK, Shell, make_shell
from qualcode.reporting.word.styles import Style, heading

_EMU_PER_TWIP = 635
_INDENT = 360  # of a list, in twentieths of a point


def write_word(document: Document, out: Path, *, template: Path | None = None) -> None:
    """Write a report as a Word document; the same report gives the same bytes.

    `template` is as in `word.excerpts.write_excerpts`. Raises `QualcodeError` if it cannot be read
    or the file not be written; a file that was there before is then untouched.
    """
    from qualcode.reporting.figures.canvas import png

    figures = [element for element in document.elements if isinstance(element, FigureShown)]
    drawn = [png(figure.drawing) for figure in figures]
    author = ", ".join(document.authors) or "qualcode"
    shell = make_shell(
        document.title,
        document.date,
        labels_in(document.language),
        template,
        pictures=drawn,
        author=author,
    )
    pictures = {
        figure.anchor: _Picture(number, relation, _proportion(image))
        for number, (figure, relation, image) in enumerate(
            zip(figures, shell.pictures, drawn, strict=True), 1
        )
    }
    body = _Body(document, shell, pictures).pieces()
    write_package(out, shell.package, {BODY_MARK: body}, document.date)


@dataclass(frozen=True, slots=True)
class _Picture:
    number: int
    relation: str
    proportion: float  # height to width


def _proportion(image: bytes) -> float:
    from docx.image.image import Image

    read = Image.from_blob(image)
    return float(read.px_height / read.px_width)


class _Body:
    """Writes the elements of a document in its shell."""

    def __init__(self, document: Document, shell: Shell, pictures: dict[str, _Picture]) -> None:
        self._document = document
        self._shell = shell
        self._styles = shell.styles
        self._pictures = pictures
        self._labels = labels_in(document.language)
        self._words = building_labels_in(document.language)
        self._bookmarks = 0
        self._lying = False

    def pieces(self) -> Iterator[str]:
        yield from self._front()
        for place, element in enumerate(self._document.elements):
            if not isinstance(element, TableShown):
                yield from self._turn(lying=False)
            yield from self._element(element, place)
        yield from self._turn(lying=False)

    def _turn(self, *, lying: bool) -> Iterator[str]:
        """End the section if its pages lie otherwise than what comes; tables share such pages."""
        if lying != self._lying:
            yield xml.section_end(self._shell.landscape if self._lying else self._shell.section)
            self._lying = lying

    def _front(self) -> Iterator[str]:
        document, labels = self._document, self._labels
        yield xml.paragraph(self._styles[Style.TITLE], xml.run(document.title))
        if document.subtitle:
            yield xml.paragraph(self._styles[Style.DEFINITION], xml.run(document.subtitle))
        facts = [
            (labels.project, document.project),
            (labels.date, date_text(labels, document.date)),
        ]
        if document.authors:
            facts.insert(0, (self._words.authors, ", ".join(document.authors)))
        yield xml.pairs(self._styles[Style.DETAILS], facts)
        listed = [
            (element.level, element.text, bookmark_name(place))
            for place, element in document.headings()
        ]
        yield contents(listed, labels, self._styles)

    def _element(self, element: Element, place: int) -> Iterator[str]:
        match element:
            case Heading():
                title = self._marked(bookmark_name(place), xml.run(element.text))
                yield xml.paragraph(self._styles[heading(element.level)], title)
            case Text():
                yield from map(self._paragraph, to_paragraphs(element.markdown))
            case TableShown():
                yield from self._table(element)
            case FigureShown():
                yield self._figure(element)
                yield self._caption(element)
                yield from self._notes(element.notes)
            case Excerpts():
                yield from self._excerpts(element)

    def _marked(self, name: str, content: str) -> str:
        self._bookmarks += 1
        return xml.bookmark(self._bookmarks, name, content)

    def _paragraph(self, paragraph: Paragraph) -> str:
        content = "".join(map(_run, paragraph.pieces))
        if paragraph.look is Look.HEADING:
            return xml.paragraph(
                self._styles[Style.NORMAL],
                "".join(xml.run(piece.text, xml.BOLD) for piece in paragraph.pieces),
                xml.KEEP_NEXT,
            )
        if paragraph.look is Look.QUOTE:
            return xml.paragraph(self._styles[Style.EXCERPT], content)
        if paragraph.look is Look.ITEM:
            left = _INDENT * paragraph.depth
            hanging = f' w:hanging="{_INDENT}"' if paragraph.mark else ""
            mark = xml.run(f"{paragraph.mark}\t") if paragraph.mark else ""
            return xml.paragraph(
                self._styles[Style.NORMAL],
                mark + content,
                f'<w:spacing w:after="60"/><w:ind w:left="{left}"{hanging}/>',
            )
        return xml.paragraph(self._styles[Style.NORMAL], content)

    def _caption(self, element: TableShown | FigureShown, properties: str = "") -> str:
        word, number = element.label.split("\N{NO-BREAK SPACE}")
        sequence = "Figure" if isinstance(element, FigureShown) else "Table"
        label = xml.run(f"{word}\N{NO-BREAK SPACE}") + xml.field(
            rf"SEQ {sequence} \* ARABIC", number
        )
        return xml.paragraph(
            self._styles[Style.CAPTION],
            self._marked(element.anchor, label) + xml.run(f". {element.caption}"),
            properties,
        )

    def _table(self, element: TableShown) -> Iterator[str]:
        laid = lay_out(element.report.readable, self._document.language, self._shell)
        yield from self._turn(lying=laid.landscape)
        yield self._caption(element, xml.KEEP_NEXT)
        yield laid.markup
        yield from self._notes(table_notes(element, self._document.language))

    def _figure(self, element: FigureShown) -> str:
        picture = self._pictures[element.anchor]
        width = self._shell.text_width * _EMU_PER_TWIP
        size = width, round(width * picture.proportion)
        content = xml.picture(
            picture.number, picture.relation, size, element.label, element.drawing.alt
        )
        return xml.paragraph(self._styles[Style.NORMAL], content, xml.KEEP_NEXT)

    def _notes(self, notes: Sequence[str]) -> Iterator[str]:
        for note in notes:
            yield xml.paragraph(
                self._styles[Style.REFERENCE], xml.run(note), '<w:spacing w:after="40"/>'
            )

    def _excerpts(self, element: Excerpts) -> Iterator[str]:
        if not element.excerpts:
            yield xml.paragraph(self._styles[Style.NORMAL], xml.run(self._words.no_excerpts))
        for excerpt in element.excerpts:
            yield quotation(excerpt, (), self._document.variables, self._labels, self._styles)
        yield from self._notes(excerpt_notes(element, self._document.language))


def _run(piece: Piece) -> str:
    properties = (xml.BOLD if piece.bold else "") + ("<w:i/>" if piece.italic else "")
    run = xml.run(piece.text, properties)
    return xml.link(piece.anchor, run) if piece.anchor else run
