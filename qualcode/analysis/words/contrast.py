"""Lexical contrast: the words of a code's excerpts against those of the other talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from qualcode.analysis.agreement.runs import unite
from qualcode.analysis.material import material
from qualcode.analysis.spans import CodingArrays, coder_names, coding_arrays
from qualcode.analysis.words.choices import OtherWords
from qualcode.analysis.words.corpus import Corpus, read_corpus
from qualcode.analysis.words.counting import COUNTING, Counting, Progress
from qualcode.analysis.words.keyness import Keyness, compare_words
from qualcode.errors import InputError
from qualcode.frames import Framed
from qualcode.project.selection import Selection

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Contrast(Framed):
    """The words of a code (group 0 of `words`) and those of the `rest` (group 1), compared.

    `codings` is how many codings the first are of, by these `coders`; `left_out` names the
    sources that nobody of them has coded.
    """

    words: Keyness
    rest: OtherWords
    codings: int
    coders: tuple[str, ...]
    left_out: tuple[str, ...]


def contrast(
    project: Project,
    selection: Selection,
    *,
    rest: OtherWords = OtherWords.ALL,
    counting: Counting = COUNTING,
    progress: Progress | None = None,
) -> Contrast:
    """Compare the words under the selection's codes with the other words of the same speakers.

    A word counts once, however many codings it is in. The rest is in the sources that the
    selection's coders have coded: all words without the codes, or those that have some other code
    of these coders, or none. Raises `InputError` without a code, or with no words on a side.
    """
    if not selection.codes:
        raise InputError("There is no code to contrast.", remedy="Name one with --code.")
    with project.snapshot():
        wanted = coding_arrays(project, selection)
        code = ", ".join(selection.codes)
        if not len(wanted):
            raise InputError(
                f"Nothing in this selection is coded with {code}.",
                remedy="Choose another code, other coders or transcripts.",
            )
        anything = replace(selection, codes=(), text="", origins=(), roles=())
        others = coding_arrays(project, anything)
        counted = material(project, anything)
        corpus = read_corpus(
            project,
            selection,
            everyone=counting.everyone,
            only=counted.source.tolist(),
            progress=progress,
        )
        coders = coder_names(project, wanted)
    under, coded = _covered(corpus, wanted), _covered(corpus, others)
    there = {
        OtherWords.ALL: np.ones(len(corpus), dtype=bool),
        OtherWords.CODED: coded,
        OtherWords.UNCODED: ~coded,
    }[rest]
    group = np.where(under, 0, np.where(there, 1, -1)).astype(np.int64)
    for side, what in ((0, f"that counts is coded with {code}"), (1, "is left to compare with")):
        if not np.any(group == side):
            raise InputError(
                f"No word of this selection {what}.",
                remedy="Choose other transcripts or coders, or count all turns with --everyone.",
            )
    found = compare_words(corpus, group, [code, None], "", selection, counting)
    return Contrast(found, rest, len(wanted), coders, counted.left_out)


def _covered(corpus: Corpus, arrays: CodingArrays) -> npt.NDArray[np.bool_]:
    """Whether each word begins in a coding."""
    source = np.searchsorted(corpus.sources, arrays.source)
    known = source < len(corpus.sources)
    known[known] = corpus.sources[source[known]] == arrays.source[known]
    stride = int(max(corpus.end.max(initial=0), arrays.end.max(initial=0))) + 1
    runs = unite(source[known], arrays.start[known], arrays.end[known], stride)
    place = corpus.source * stride + corpus.start
    run = np.searchsorted(runs.start, place, side="right") - 1
    return (run >= 0) & (runs.end[np.maximum(run, 0)] > place) if len(runs.end) else run >= 0
