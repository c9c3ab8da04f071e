"""Keyword in context: each place where words stand, with what is said before and after."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.find import find_words
from qualcode.analysis.words.choices import KwicOrder
from qualcode.analysis.words.corpus import speech
from qualcode.analysis.words.counting import refuse_codings
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.model import Span
from qualcode.project.selection import EVERYTHING, Selection, selected_sources

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.search import Hit

# So that letters come in the order of the Norwegian alphabet: æ, ø, å after z.
_ALPHABET = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


@dataclass(frozen=True, slots=True)
class KwicLine:
    """A place where the words stand. `left` and `right` are of the same turn, on one line."""

    source_id: int
    source: str
    case: str | None
    speaker: str
    turn: int
    line: int
    start: int
    end: int
    left: str
    word: str
    right: str


@dataclass(frozen=True, slots=True)
class Kwic(Framed):
    """The places where words stand, in the order asked for, with up to `width` characters around.

    `forms` are the words as they stand in the text, with how often each does.
    """

    words: str
    lines: tuple[KwicLine, ...]
    forms: tuple[tuple[str, int], ...]
    sources: int
    cases: int
    order: KwicOrder
    width: int
    exact: bool
    everyone: bool
    selection: Selection


def kwic(
    project: Project,
    words: str,
    selection: Selection = EVERYTHING,
    *,
    exact: bool = False,
    everyone: bool = False,
    order: KwicOrder = KwicOrder.PLACE,
    width: int = 60,
) -> Kwic:
    """Find words with their contexts, as `find_words` does: in all forms and inside compounds.

    `exact` reads the words as an expression of FTS5. The turns are those that the other reports
    on words count (see `corpus`). Ordered by the left, lines go by the last word before, then by
    the one before that. Raises `InputError` for an expression that cannot be read.
    """
    refuse_codings(selection)
    if width < 1:
        raise InputError("The context is 1 character or more.")
    with project.snapshot():
        chosen = selected_sources(project, selection)
        counted = speech(project, chosen, selection.roles, everyone=everyone)
        case_of = {
            row["id"]: row["name"]
            for row in project.rows(
                "SELECT sources.id, cases.name FROM sources LEFT JOIN cases ON cases.id = case_id"
            )
        }
        hits = find_words(project, words, exact=exact, selection=selection)
    lines = [
        _line(hit, case_of.get(hit.source_id), width)
        for hit in hits
        if _is_in(counted.get(hit.source_id, []), hit.start)
    ]
    forms: dict[str, int] = {}
    for line in lines:
        forms[line.word.casefold()] = forms.get(line.word.casefold(), 0) + 1
    return Kwic(
        words=words,
        lines=tuple(_ordered(lines, order)),
        forms=tuple(sorted(forms.items(), key=lambda form: (-form[1], form[0]))),
        sources=len({line.source_id for line in lines}),
        cases=len({line.case or f"\0{line.source_id}" for line in lines}),
        order=order,
        width=width,
        exact=exact,
        everyone=everyone,
        selection=selection,
    )


def _line(hit: Hit, case: str | None, width: int) -> KwicLine:
    start, end = hit.start - hit.turn_start, hit.end - hit.turn_start
    left = " ".join(hit.turn_text[:start].split())
    right = " ".join(hit.turn_text[end:].split())
    # A blank is kept where there is one, so that `NAV`-kontoret does not come apart.
    left += " " if hit.turn_text[:start][-1:].isspace() else ""
    right = (" " if hit.turn_text[end:][:1].isspace() else "") + right
    return KwicLine(
        source_id=hit.source_id,
        source=hit.source,
        case=case,
        speaker=hit.speaker,
        turn=hit.turn,
        line=hit.line,
        start=hit.start,
        end=hit.end,
        left=last_part(left, width),
        word=" ".join(hit.text.split()),
        right=first_part(right, width),
    )


def last_part(text: str, width: int) -> str:
    """The end of a text in so many characters, without words that do not fit as a whole."""
    if len(text) <= width:
        return text
    cut = text[-width:]
    if not text[-width - 1].isspace() and " " in cut.rstrip():
        cut = cut.partition(" ")[2]
    return "…" + cut.lstrip()


def first_part(text: str, width: int) -> str:
    """The beginning of a text, likewise."""
    if len(text) <= width:
        return text
    cut = text[:width]
    if not text[width].isspace() and " " in cut.lstrip():
        cut = cut.rpartition(" ")[0]
    return cut.rstrip() + "…"


def _is_in(spans: list[Span], place: int) -> bool:
    at = bisect_right(spans, place, key=lambda span: span.start) - 1
    return at >= 0 and spans[at].end > place


def _ordered(lines: list[KwicLine], order: KwicOrder) -> list[KwicLine]:
    def words(text: str) -> list[str]:
        spelled = (
            "".join(filter(str.isalnum, word.casefold())).translate(_ALPHABET)
            for word in text.split()
        )
        return [word for word in spelled if word]

    if order is KwicOrder.LEFT:
        return sorted(lines, key=lambda line: words(line.left)[::-1])
    if order is KwicOrder.RIGHT:
        return sorted(lines, key=lambda line: words(line.right))
    if order is KwicOrder.WORD:
        return sorted(lines, key=lambda line: (words(line.word), words(line.right)))
    return lines
