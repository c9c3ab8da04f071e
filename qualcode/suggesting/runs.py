"""Batch runs: a suggester goes through a corpus, source by source, and can stop and go on."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode.codebook.store import codebook_hash
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Code, Role, Source, Span
from qualcode.project.codes import CodeFinder, codes, with_descendants
from qualcode.project.project import new_guid, now
from qualcode.project.sources import lookup_source, sentence_spans, source_ids, sources, turns
from qualcode.suggesting.registry import INDICATOR_TERMS, Proposal, Task, suggester

if TYPE_CHECKING:
    from qualcode.project import Project

Progress = Callable[[int, int, str], None]
"""Called with the number of sources done, the number in all, and the source at hand."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does: kept with it, so that it can go on later and be repeated.

    Empty `sources` or `codes` mean all; a code comes with everything under it. `roles` are whose
    turns are looked at.
    """

    suggester: str = INDICATOR_TERMS
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    roles: tuple[str, ...] = (Role.INFORMANT.value, Role.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the project knows it. `proposed` counts suggestions found, `added` those that are
    new; the others stood already as a suggestion or as somebody's coding."""

    id: int
    suggester: str
    coder: str
    started_at: str
    finished_at: str | None
    settings: Settings
    sources: int
    sources_done: int
    proposed: int
    added: int


def run(
    project: Project, settings: Settings | None = None, *, progress: Progress | None = None
) -> Run:
    """Go through the sources and store what the suggester proposes, as one undoable action.

    Each source's suggestions are stored as soon as they are found. A run that is stopped stays
    unfinished and goes on with `resume`.
    """
    settings = settings or Settings()
    chosen = _chosen_sources(project, settings)
    _chosen_codes(project, settings)
    suggester(settings.suggester)
    if not chosen:
        raise InputError("There are no sources to look through.", remedy="Import some first.")
    with project.action(f"Suggestion run ({settings.suggester})") as action_id:
        run_id = project.insert(
            "suggestion_runs",
            {
                "guid": new_guid(),
                "suggester": settings.suggester,
                "coder_id": project.id_of("coders", project.coder),
                "settings": json.dumps(asdict(settings), ensure_ascii=False),
                "versions": json.dumps({"qualcode": __version__, "spacy": version("spacy")}),
                "codebook_hash": codebook_hash(project),
                "started_at": now(),
            },
        )
        project.connection.executemany(
            "INSERT INTO suggestion_run_sources (run_id, source_id) VALUES (?, ?)",
            [(run_id, source_id) for source_id in chosen],
        )
    return _go_on(project, run_id, action_id, progress)


def resume(project: Project, run_id: int, *, progress: Progress | None = None) -> Run:
    """Go on with a run that was stopped. A finished run is left as it is."""
    found = find_run(project, run_id)
    if found.finished_at:
        return found
    if project.value("SELECT codebook_hash FROM suggestion_runs WHERE id = ?", (run_id,)) != (
        codebook_hash(project)
    ):
        raise InputError(
            f"The codebook has changed since run {run_id} was stopped.",
            remedy="Start a new run; what was suggested already is not suggested twice.",
        )
    return _go_on(project, run_id, None, progress)


def runs(project: Project) -> list[Run]:
    """All runs, latest first."""
    rows = project.rows(
        "SELECT suggestion_runs.*, coders.name AS coder, "
        "count(source_id) AS sources, count(proposed) AS sources_done, "
        "coalesce(sum(proposed), 0) AS proposed, coalesce(sum(added), 0) AS added "
        "FROM suggestion_runs JOIN coders ON coders.id = coder_id "
        "LEFT JOIN suggestion_run_sources ON run_id = suggestion_runs.id "
        "GROUP BY suggestion_runs.id ORDER BY suggestion_runs.id DESC"
    )
    return [
        Run(
            id=row["id"],
            suggester=row["suggester"],
            coder=row["coder"],
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            settings=_settings(row["settings"]),
            sources=row["sources"],
            sources_done=row["sources_done"],
            proposed=row["proposed"],
            added=row["added"],
        )
        for row in rows
    ]


def find_run(project: Project, run_id: int) -> Run:
    """The run of that number; raises `NotFoundError`."""
    for found in runs(project):
        if found.id == run_id:
            return found
    raise NotFoundError(f"There is no run {run_id}.", remedy="`qualcode suggest runs` lists them.")


def _settings(stored: str) -> Settings:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(stored).items()
    }
    return Settings(**fields)


def _chosen_sources(project: Project, settings: Settings) -> list[int]:
    known = source_ids(project)
    return [lookup_source(known, name) for name in settings.sources] or list(known.values())


def _chosen_codes(project: Project, settings: Settings) -> list[Code]:
    all_codes = codes(project)
    if not settings.codes:
        return all_codes
    finder = CodeFinder(all_codes)
    ids = with_descendants(all_codes, [finder.find(name).id for name in settings.codes])
    return [code for code in all_codes if code.id in ids]


def _go_on(project: Project, run_id: int, action_id: int | None, progress: Progress | None) -> Run:
    settings = find_run(project, run_id).settings
    states = project.rows(
        "SELECT source_id, proposed FROM suggestion_run_sources WHERE run_id = ?", (run_id,)
    )
    texts = {source.id: source for source in sources(project)}
    chosen = [texts[row["source_id"]] for row in states]
    remaining = [texts[row["source_id"]] for row in states if row["proposed"] is None]
    propose = suggester(settings.suggester)(
        Task(
            _chosen_codes(project, settings),
            project.language,
            [source.text for source in chosen],
        )
    )
    label = f"Suggestion run {run_id} went on"
    for done, source in enumerate(remaining, len(chosen) - len(remaining)):
        if progress:
            progress(done, len(chosen), source.name)
        units = _units(project, source.id, settings.roles)
        proposals = propose(source.text, units)
        with project.action(label, continues=action_id) as action_id:
            _store(project, run_id, source, units, proposals)
    with project.action(label, continues=action_id):
        project.connection.execute(
            "UPDATE suggestion_runs SET finished_at = ? WHERE id = ?", (now(), run_id)
        )
    return find_run(project, run_id)


def _units(project: Project, source_id: int, roles: Sequence[str]) -> list[Span]:
    """The sentences of those whose words count.

    Where a transcript names its speakers, what nobody says (a title, a note) does not count.
    """
    all_turns = turns(project, source_id)
    somebody_speaks = any(turn.speaker for turn in all_turns)
    wanted = [
        turn
        for turn in all_turns
        if turn.role.value in roles and (turn.speaker or not somebody_speaks)
    ]
    starts = [turn.start for turn in wanted]

    def lies_within(sentence: Span) -> bool:
        index = bisect_right(starts, sentence.start) - 1
        return index >= 0 and sentence.end <= wanted[index].end

    return [sentence for sentence in sentence_spans(project, source_id) if lies_within(sentence)]


def _store(
    project: Project,
    run_id: int,
    source: Source,
    units: Sequence[Span],
    proposals: Sequence[Sequence[Proposal]],
) -> None:
    """Keep what is new: no suggestion for words that have that code from somebody already."""
    coded: dict[int, list[Span]] = {}
    for row in project.rows(
        "SELECT code_id, start, end FROM codings WHERE source_id = ?", (source.id,)
    ):
        coded.setdefault(row["code_id"], []).append(Span(row["start"], row["end"]))

    def is_coded(code_id: int, unit: Span) -> bool:
        return any(start < unit.end and unit.start < end for start, end in coded.get(code_id, ()))

    found = [
        (unit, proposal) for unit, here in zip(units, proposals, strict=True) for proposal in here
    ]
    added = project.connection.executemany(
        "INSERT INTO suggestions (guid, run_id, source_id, code_id, start, end, score, evidence, "
        "negated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (source_id, code_id, start, end) DO NOTHING",
        (
            (
                new_guid(),
                run_id,
                source.id,
                proposal.code_id,
                unit.start,
                unit.end,
                proposal.score,
                json.dumps(proposal.evidence, ensure_ascii=False),
                proposal.negated,
            )
            for unit, proposal in found
            if not is_coded(proposal.code_id, unit)
        ),
    )
    project.connection.execute(
        "UPDATE suggestion_run_sources SET proposed = ?, added = ? "
        "WHERE run_id = ? AND source_id = ?",
        (len(found), added.rowcount, run_id, source.id),
    )
