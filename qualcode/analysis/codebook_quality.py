"""Weak places in a codebook, as the coding shows them: each a hint to read, none a verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from qualcode.analysis.codebook_quality_drift import adjusted
from qualcode.analysis.codebook_quality_reading import Reading
from qualcode.analysis.codebook_quality_results import CodebookQuality
from qualcode.analysis.passages import Passage
from qualcode.analysis.retrieval import Places, excerpts_of
from qualcode.errors import InputError
from qualcode.model import Excerpt, Span
from qualcode.project.codings import codings
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project


def codebook_quality(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    overlap: float = 0.8,
    short: int = 3,
    comparable: str = "",
    over: str = "",
    rounds: int = 1999,
    seed: int = 0,
) -> CodebookQuality:
    """Look for weak places in a codebook.

    Two codes are nearly always together where the smaller has at least a share `overlap` of its
    words in common with the other, by the same coder. A code whose codings have a median of at most
    `short` words is very short. `comparable` is a variable within whose values the halves of a
    coder's work are compared, `over` one whose values (waves) are compared with each other.

    Raises `NotFoundError` for an unknown name; `InputError` for an empty codebook.
    """
    if not 0 < overlap <= 1:
        raise InputError("An overlap is a share above 0 up to 1.", remedy="0.8 stands for 80 %.")
    if short < 0 or rounds < 1:
        raise InputError("Words and rounds are counted from 0 and from 1 up.")
    comparable, over = one_line(comparable), one_line(over)
    with project.snapshot():
        reading = Reading(project, selection)
        tested = adjusted(
            [
                *reading.work(comparable, rounds, seed),
                *([reading.across(over, rounds, seed)] if over else []),
            ]
        )
    found = [
        *reading.unused(),
        *reading.without_definition(),
        *reading.always_together(overlap),
        *reading.beside_children(),
        *reading.by_one_coder(),
        *reading.drifting(tested, over),
        *reading.in_one_source(),
        *reading.very_short(short),
    ]
    return CodebookQuality(
        rows=reading.rows(found),
        findings=tuple(found),
        drift=tested,
        comparable=comparable,
        over=over,
        double_coded=len(reading.double_coded),
        overlap=overlap,
        short=short,
        selection=selection,
        coders=reading.coders,
        material=reading.material.amount(),
        coded_by=reading.material.coded_by,
        left_out=reading.material.left_out,
        rounds=rounds,
        seed=seed,
    )


def finding_excerpts(
    project: Project,
    coding_ids: Iterable[int],
    *,
    coder: str = "",
    source_ids: Collection[int] | None = None,
    context: int = 0,
    places: Places | None = None,
) -> list[Excerpt]:
    """An excerpt for each of the codings behind a finding or a number, in order.

    `coder` and `source_ids` leave in only some of them.
    """
    with project.snapshot():
        passages = [
            Passage(each.source_id, Span(each.start, each.end), (each,))
            for each in codings(project, coding_ids)
            if coder in ("", each.coder) and (source_ids is None or each.source_id in source_ids)
        ]
        return excerpts_of(project, passages, context=context, places=places)
