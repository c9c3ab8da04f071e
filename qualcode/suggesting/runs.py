"""Batch runs: a suggester goes through a corpus, source by source, and can stop and go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode.codebook.store import codebook_hash
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes, with_descendants
from qualcode.project.project import new_guid, now
from qualcode.project.sources import lookup_source, source_ids, sources
from qualcode.suggesting.cluster import ProposeAll, proposing
from qualcode.suggesting.passages import document, parts, read_with
from qualcode.suggesting.registry import Task, suggester
from qualcode.suggesting.settings import Settings
from qualcode.suggesting.storing import finish, merged, store

if TYPE_CHECKING:
    from qualcode.project import Project

__all__ = ["Progress", "Run", "Settings", "find_run", "resume", "run", "runs"]

Progress = Callable[[int, int, str], None]
"""Called with the number of sources done, the number in all, and the source at hand."""


# The last two are the lexicon's.
_LIBRARIES = (
    "numpy",
    "scikit-learn",
    "scipy",
    "snowballstemmer",
    "spacy",
    "simplemma",
    "spacy-lookups-data",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the project knows it. `proposed` counts suggestions found, `added` those that are
    new; the others stood already as a suggestion or as somebody's coding. `read_with` tells with
    what its words were taken apart; empty where that is not known."""

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
    read_with: str


def run(
    project: Project,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Run:
    """Go through the sources and store what the suggester proposes, as one undoable action.

    Each source's suggestions are stored as soon as they are found. A run that is stopped stays
    unfinished and goes on with `resume`. `cluster` is the address of a Dask cluster that makes the
    proposals: the words of the project's sources are sent there.
    """
    settings = settings or Settings()
    settings.check()
    chosen = _chosen_sources(project, settings)
    chosen_codes = _chosen_codes(project, settings)
    suggester(settings.suggester)
    if not chosen:
        raise InputError("There are no sources to look through.", remedy="Import some first.")
    if not chosen_codes:
        raise InputError("There are no codes to suggest.", remedy="Import a codebook first.")
    with proposing(cluster) as propose_all:
        with project.action(f"Suggestion run ({settings.suggester})") as action_id:
            run_id = project.insert(
                "suggestion_runs",
                {
                    "guid": new_guid(),
                    "suggester": settings.suggester,
                    "coder_id": project.id_of("coders", project.coder),
                    "settings": json.dumps(asdict(settings), ensure_ascii=False),
                    "versions": json.dumps(_versions(read_with(project)), ensure_ascii=False),
                    "codebook_hash": codebook_hash(project),
                    "started_at": now(),
                },
            )
            project.connection.executemany(
                "INSERT INTO suggestion_run_sources (run_id, source_id) VALUES (?, ?)",
                [(run_id, source_id) for source_id in chosen],
            )
        return _go_on(project, run_id, action_id, progress, propose_all)


def _versions(read_with: str) -> dict[str, str]:
    """What a run was made with: the same data give the same run, bit for bit, with these."""
    found = {"qualcode": __version__, "language": read_with}
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


def resume(
    project: Project,
    run_id: int,
    *,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Run:
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
    with proposing(cluster) as propose_all:
        return _go_on(project, run_id, None, progress, propose_all)


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
            read_with=json.loads(row["versions"]).get("language", ""),
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


@dataclass(slots=True)
class _Pause:
    """Tells how far a run is."""

    progress: Progress | None
    done: int
    total: int
    name: str = ""

    def __call__(self) -> None:
        if self.progress:
            self.progress(self.done, self.total, self.name)

    def __reduce__(self) -> tuple[type[_Pause], tuple[None, int, int]]:
        return _Pause, (None, self.done, self.total)  # on a cluster there is nobody to tell


def _go_on(
    project: Project,
    run_id: int,
    action_id: int | None,
    progress: Progress | None,
    propose_all: ProposeAll,
) -> Run:
    settings = find_run(project, run_id).settings
    states = project.rows(
        "SELECT source_id, proposed FROM suggestion_run_sources WHERE run_id = ?", (run_id,)
    )
    documents = {
        source.id: document(project, source, settings.roles, settings.units)
        for source in sources(project)
    }
    remaining = [documents[row["source_id"]] for row in states if row["proposed"] is None]
    pause = _Pause(progress, len(states) - len(remaining), len(states))
    propose = suggester(settings.suggester)(
        Task(
            project,
            settings,
            _chosen_codes(project, settings),
            project.language,
            list(documents.values()),
            pause,
        )
    )
    label = f"Suggestion run {run_id} went on"
    # A cluster takes whole sources and parts them itself.
    pieces = [list(parts(one)) if propose_all is map else [one] for one in remaining]
    found = propose_all(propose, [part for piece in pieces for part in piece])
    for piece in pieces:
        proposed = 0
        for number, part in enumerate(piece):
            pause.name = part.name + (f", {number / len(piece):.0%}" if number else "")
            pause()
            proposals = merged(part, next(found), settings)
            proposed += len(proposals)
            with project.action(label, continues=action_id) as action_id:
                store(project, run_id, part.source_id, proposals, settings)
                if part is piece[-1]:
                    finish(project, run_id, part.source_id, proposed)
            if not project.value("SELECT 1 FROM actions WHERE id = ?", (action_id,)):
                action_id = None  # nothing was new, and an empty action leaves no trace
        pause.done += 1
    with project.action(label, continues=action_id):
        project.connection.execute(
            "UPDATE main.suggestion_runs SET finished_at = ? WHERE id = ?", (now(), run_id)
        )
    return find_run(project, run_id)
