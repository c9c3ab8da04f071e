"""The running words of a selection's turns, as arrays: what all reports on words count in.

Words are those of `qualcode.language.words`, casefolded and without signs at their ends. They are
in the turns of informants; in a source where nobody is marked as one, in the turns that are not an
interviewer's, and a source without turns counts whole. What stands in brackets is the
transcriber's (`[pause]`, `(ler)`) and does not count.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.spans import Integers
from qualcode.analysis.units import cases_of
from qualcode.analysis.words.counting import Progress
from qualcode.errors import InputError
from qualcode.language.languages import base, is_norwegian
from qualcode.language.words import word_places
from qualcode.model import Role, Span
from qualcode.project.selection import Selection, selected_sources

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.project import Project

_NOTE = re.compile(r"\[[^\[\]\n]{1,60}\]|\([^()\n]{1,60}\)")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Running words, an element each in the order of sources (by id) and places.

    `form` is an index into `forms`, which have their `languages`; `source` one into `sources`,
    which are ids; `sentence` one into `sentences` (start and end), −1 for a word in none. `cases`
    are the ids of the sources' cases; a source without one is a case of its own, with a negative
    number.
    """

    forms: tuple[str, ...]
    languages: tuple[str, ...]
    form: Integers
    source: Integers
    start: Integers
    end: Integers
    sentence: Integers
    sentences: Integers
    sources: Integers
    cases: Integers
    everyone: bool

    def __len__(self) -> int:
        return len(self.form)

    def sizes(self, where: Integers | None = None) -> Integers:
        """How many of the words each source has, of all or of some by their positions."""
        source = self.source if where is None else self.source[where]
        return np.bincount(source, minlength=len(self.sources))

    def of(self, where: Integers) -> Corpus:
        """Only some of the words, by their positions."""
        return Corpus(
            self.forms,
            self.languages,
            self.form[where],
            self.source[where],
            self.start[where],
            self.end[where],
            self.sentence[where],
            self.sentences,
            self.sources,
            self.cases,
            self.everyone,
        )


def read_corpus(
    project: Project,
    selection: Selection,
    *,
    everyone: bool,
    only: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Read the words of a selection's sources; `only` leaves in some of them, by their ids.

    Of the selection sources, cases, variables and roles count here; roles go before `everyone`.
    Raises `InputError` where there are no words.
    """
    with project.snapshot():
        chosen = selected_sources(project, selection)
        if only is not None:
            chosen = set(only) if chosen is None else chosen & set(only)
        stretches = speech(project, chosen, selection.roles, everyone=everyone)
        reading = _Reading()
        total = sum(span.end - span.start for spans in stretches.values() for span in spans)
        done = 0
        for source_id, spans in stretches.items():
            row = project.rows(
                "SELECT text, language, sentence_spans FROM sources WHERE id = ?", (source_id,)
            )[0]
            reading.read(row["text"], row["language"], json.loads(row["sentence_spans"]), spans)
            done += sum(span.end - span.start for span in spans)
            if progress and total:
                progress(done / total)
        found = reading.corpus(project, list(stretches), everyone=everyone)
    if not len(found):
        raise _no_words(project, everyone=everyone or bool(selection.roles))
    return found


def speech(
    project: Project, source_ids: set[int] | None, roles: tuple[str, ...], *, everyone: bool
) -> dict[int, list[Span]]:
    """The stretches of each source in which words count; in a snapshot."""
    turns: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    wanted = json.dumps(None if source_ids is None else sorted(source_ids))
    only = "WHERE :only = 'null' OR {} IN (SELECT value FROM json_each(:only))"
    for row in project.rows(
        f"SELECT source_id, role, start, end FROM turns {only.format('source_id')} "
        "ORDER BY source_id, start",
        {"only": wanted},
    ):
        turns[row["source_id"]].append((row["role"], Span(row["start"], row["end"])))
    found = {}
    for row in project.rows(
        f"SELECT id, length FROM sources {only.format('id')} ORDER BY id", {"only": wanted}
    ):
        here = turns.get(row["id"]) or [(Role.UNKNOWN.value, Span(0, row["length"]))]
        found[row["id"]] = _counted(here, roles, everyone=everyone)
    return found


def _counted(
    turns: list[tuple[str, Span]], roles: tuple[str, ...], *, everyone: bool
) -> list[Span]:
    wanted = {role.casefold() for role in roles}
    if not wanted:
        marked = any(role == Role.INFORMANT for role, _ in turns)
        wanted = {Role.INFORMANT.value if marked else Role.UNKNOWN.value}
        if everyone:
            wanted = {role.value for role in Role}
    return [span for role, span in turns if role in wanted]


class _Reading:
    """Gathers words, source by source."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._written: dict[str, dict[str, int]] = {}
        self._parts: list[Integers] = [np.zeros((5, 0), dtype=np.int64)]
        self._sentences: list[Integers] = [np.zeros((0, 2), dtype=np.int64)]
        self._sources = self._counted_sentences = 0

    def read(self, text: str, language: str, sentences: list[list[int]], spans: list[Span]) -> None:
        language = "nb" if is_norwegian(language) else base(language)
        flat = [place for span in spans for place in word_places(text, span, language)]
        start, end = np.array(flat, dtype=np.int64).reshape(-1, 2).T
        start, end = (each[~_in_notes(text, start)] for each in (start, end))
        written = self._written.setdefault(language, {})
        words = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
        for word in sorted(set(words).difference(written)):
            self._learn(word, language)
        form = np.array([written[word] for word in words], dtype=np.int64)
        borders = np.array(sentences, dtype=np.int64).reshape(-1, 2)
        sentence = np.searchsorted(borders[:, 0], start, side="right") - 1
        outside = sentence < 0
        outside |= borders[np.maximum(sentence, 0), 1] <= start if len(borders) else True
        sentence = np.where(outside, -1, sentence + self._counted_sentences)
        source = np.full(len(start), self._sources)
        self._parts.append(np.stack((form, source, start, end, sentence)))
        self._sentences.append(borders)
        self._counted_sentences += len(borders)
        self._sources += 1

    def _learn(self, word: str, language: str) -> None:
        """Number a word as it is written, which is met for the first time."""
        form = _ENDS.sub("", word.casefold())
        number = self._numbers.setdefault((form, language), len(self._numbers))
        self._written[language][word] = number

    def corpus(self, project: Project, source_ids: list[int], *, everyone: bool) -> Corpus:
        form, source, start, end, sentence = np.concatenate(self._parts, axis=1)
        sources = np.array(source_ids, dtype=np.int64)
        cases = cases_of(project, sources)
        return Corpus(
            forms=tuple(form for form, _ in self._numbers),
            languages=tuple(language for _, language in self._numbers),
            form=form,
            source=source,
            start=start,
            end=end,
            sentence=sentence,
            sentences=np.concatenate(self._sentences),
            sources=sources,
            cases=np.where(cases > 0, cases, -sources),
            everyone=everyone,
        )


def _in_notes(text: str, start: Integers) -> npt.NDArray[np.bool_]:
    notes = [note.span() for note in _NOTE.finditer(text)]
    first, beyond = np.array(notes, dtype=np.int64).reshape(-1, 2).T
    before = np.searchsorted(first, start, side="right") - 1
    return (before >= 0) & (beyond[np.maximum(before, 0)] > start) if len(first) else before >= 0


def _no_words(project: Project, *, everyone: bool) -> InputError:
    if not project.value("SELECT count(*) FROM sources"):
        return InputError(
            "There are no transcripts in the project, so no words.",
            remedy="`qualcode import PROJECT FILE …` brings some in.",
        )
    if not everyone:
        return InputError(
            "No informant says a word in this selection.",
            remedy="Choose other transcripts, or count all turns with --everyone.",
        )
    return InputError("There are no words in this selection.", remedy="Choose other transcripts.")
