"""What tables of words share: columns, the first rows of many, and notes on what was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from qualcode.reporting.labels import how_many, labels_in, number_text
from qualcode.reporting.result_labels import result_labels_in, selection_text
from qualcode.reporting.words_labels import word_labels_in

if TYPE_CHECKING:
    from qualcode.analysis.material import Amount
    from qualcode.analysis.words.counting import Counting
    from qualcode.project.selection import Selection
    from qualcode.reporting.tables import Cell

Row = TypeVar("Row")
_FORMS = 5


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column by its English name, and what a row has in it."""

    name: str
    cell: Callable[[Row], Cell]


def headings(columns: Sequence[Column[Row]], language: str) -> tuple[str, ...]:
    """The names of columns in a language."""
    known = word_labels_in(language).headings
    return tuple(known.get(column.name, column.name) for column in columns)


def cells(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> tuple[tuple[Cell, ...], ...]:
    """The cells of rows under their columns."""
    return tuple(tuple(column.cell(row) for column in columns) for row in rows)


def forms_text(forms: Sequence[str], most: int | None = None) -> str:
    """The forms of a word, the commonest first; those beyond so many as an ellipsis."""
    return ", ".join(forms[:most]) + (", …" if most is not None and len(forms) > most else "")


def forms_shown(forms: Sequence[str]) -> str:
    """The same for people."""
    return forms_text(forms, _FORMS)


def about_words(
    selection: Selection, language: str, coders: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """The unit and the selection of a report on words, and the coders where codings matter."""
    labels, words = labels_in(language), result_labels_in(language)
    found = [
        (words.unit, word_labels_in(language).unit),
        (words.selection, selection_text(selection, language)),
    ]
    return (*found, *([(labels.coders, ", ".join(coders))] if coders else []))


def amount_note(amount: Amount, stop_words: int, language: str) -> str:
    """How much talk the numbers are on."""
    numbers = labels_in(language)
    return word_labels_in(language).amount.format(
        words=number_text(numbers, amount.words),
        sources=how_many(amount.sources, "sources", language),
        cases=how_many(amount.cases, "cases", language),
        stop=number_text(numbers, stop_words),
    )


def speakers_note(selection: Selection, everyone: bool, language: str) -> str:
    """Whose turns count."""
    labels = word_labels_in(language)
    if selection.roles:
        return labels.roles.format(roles=", ".join(selection.roles))
    return labels.everyone if everyone else labels.informants


def counting_notes(
    counting: Counting, selection: Selection, unspread: int, noun: str, language: str
) -> list[str]:
    """Whose words count, what is one word, and which are listed."""
    labels = word_labels_in(language)
    notes = [
        speakers_note(selection, counting.everyone, language),
        labels.notes_in_text,
        labels.stems if counting.stem else labels.forms,
        labels.listed.format(
            count=counting.min_count, cases=how_many(counting.min_cases, "cases", language)
        ),
    ]
    if unspread:
        notes.append(labels.unspread.format(number=how_many(unspread, noun, language)))
    return notes


def first_rows_note(shown: int, every: int, language: str) -> list[str]:
    """How many rows there are, if some are left out."""
    numbers, note = labels_in(language), word_labels_in(language).first_rows
    if shown == every:
        return []
    return [note.format(shown=number_text(numbers, shown), all=number_text(numbers, every))]
