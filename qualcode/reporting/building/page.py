"""A whole report as one HTML file that needs no network, with cells that open their excerpts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

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
from qualcode.reporting.building.notes import excerpt_notes, table_notes
from qualcode.reporting.building.prose import to_html
from qualcode.reporting.html import Store, bound, facts_markup, figure_markup, table_markup
from qualcode.reporting.labels import date_text, labels_in
from qualcode.reporting.word.excerpts import reference

if TYPE_CHECKING:
    from qualcode.model import Excerpt

_DEEPEST = 6


def page(document: Document) -> str:
    """The whole page; the same for the same report."""
    labels, words = labels_in(document.language), building_labels_in(document.language)
    store = Store(document.language)
    elements = [
        "\n".join(_element(element, place, document, store))
        for place, element in enumerate(document.elements)
    ]
    facts = [(labels.date, date_text(labels, document.date))]
    if document.authors:
        facts.insert(0, (words.authors, ", ".join(document.authors)))
    front = [
        f"<p>{escape(document.subtitle)}</p>" if document.subtitle else "",
        facts_markup(facts),
        _contents(document),
        store.introduction(),
    ]
    return bound(document.title, document.project, [*front, *elements], store)


def _contents(document: Document) -> str:
    lines = "".join(
        f'<li style="margin-left:{heading.level - 1}rem"><a href="#{_anchor(place)}">'
        f"{escape(heading.text)}</a></li>"
        for place, heading in document.headings()
    )
    title = escape(labels_in(document.language).contents)
    return f"<nav><h2>{title}</h2><ul class=plain>{lines}</ul></nav>"


def _anchor(place: int) -> str:
    return f"section{place}"


def _element(element: Element, place: int, document: Document, store: Store) -> Iterator[str]:
    match element:
        case Heading():
            level = min(element.level + 1, _DEEPEST)
            yield f'<h{level} id="{_anchor(place)}">{escape(element.text)}</h{level}>'
        case Text():
            yield f'<div class="prose">{to_html(element.markdown)}</div>'
        case TableShown():
            yield _caption(element)
            yield table_markup(element.report, store)
            yield _notes(table_notes(element, document.language))
        case FigureShown():
            yield figure_markup(element.drawing, document.language)
            yield _caption(element)
            yield _notes(element.notes)
        case Excerpts():
            yield from _excerpts(element, document)


def _caption(element: TableShown | FigureShown) -> str:
    label = f"<strong>{escape(element.label)}.</strong>"
    return f'<p class="caption" id="{element.anchor}">{label} {escape(element.caption)}</p>'


def _notes(notes: Sequence[str]) -> str:
    return "\n".join(f'<p class="quiet note">{escape(note)}</p>' for note in notes)


def _excerpts(element: Excerpts, document: Document) -> Iterator[str]:
    labels, words = labels_in(document.language), building_labels_in(document.language)
    if not element.excerpts:
        yield f"<p>{escape(words.no_excerpts)}</p>"
    for excerpt in element.excerpts:
        yield _quotation(excerpt, reference(excerpt, (), document.variables, labels))
    if notes := excerpt_notes(element, document.language):
        yield _notes(notes)


def _quotation(excerpt: Excerpt, place: str) -> str:
    before, after = (
        f'<p class="quiet context">{escape(text.strip())}</p>' if text.strip() else ""
        for text in (excerpt.before, excerpt.after)
    )
    return (
        f'{before}<blockquote class="quotation">{escape(excerpt.text)}</blockquote>{after}'
        f'<p class="quiet note">{escape(place)}</p>'
    )
