"""Bringing transcripts into a project: files and folders, with a preview beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ImportFailure, InputError, QualcodeError
from qualcode.importing.labels import key
from qualcode.importing.registry import read_transcript, supported_suffixes
from qualcode.importing.variables import VariablesSummary, import_variables
from qualcode.language.sentences import sentences
from qualcode.model import Role, Span, Transcript
from qualcode.project.cases import assign_case
from qualcode.project.file import SUFFIX
from qualcode.project.sources import Original, add_source, source_ids
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, the number in all, and the file at hand."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as an importer found one."""

    label: str
    role: Role
    turns: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person sets right about a file before it is stored; what is empty stays as found.

    `roles` are those of speakers by their labels.
    """

    name: str = ""
    case: str = ""
    language: str = ""
    encoding: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)


_NONE = Correction()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, for a person to look at before it is stored.

    `known_as` names the source that holds the very same file already.
    """

    path: Path
    name: str
    known_as: str
    format: str
    encoding: str
    words: int
    norwegian_letters: int
    speakers: tuple[Speaker, ...]
    turns: int
    stamped_turns: int
    first_lines: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be imported, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. `known` are files that are in the project already.

    `unmet` are the named interviewers that speak in none of the imported transcripts; `left_out`
    are files in the folders that are of no format that qualcode reads. `variables` is what came
    from a table, if one was given.
    """

    imported: tuple[tuple[str, Path], ...] = ()
    known: tuple[tuple[str, Path], ...] = ()
    failed: tuple[Failure, ...] = ()
    notes: tuple[tuple[Path, str], ...] = ()
    unmet: tuple[str, ...] = ()
    left_out: tuple[Path, ...] = ()
    variables: VariablesSummary | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    name: str
    transcript: Transcript
    sentences: list[Span]
    original: Original
    language: str
    case: str


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The transcripts among files and folders (searched through), and what folders hold besides.

    Each file stands there once, in a stable order.

    A file that is named is taken whatever it is called; in folders only files with a suffix that
    qualcode reads, and none that begin with a dot or with ~$ (Word's lock files). Projects in them
    are passed over.
    """
    found: dict[Path, None] = {}
    left_out: dict[Path, None] = {}
    known = supported_suffixes()
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = file.name.startswith((".", "~$")) or SUFFIX in file.name
                if file.is_file() and not hidden:
                    (found if file.suffix.lower() in known else left_out)[file] = None
        elif path.exists():
            found[path] = None
        else:
            raise InputError("There is no such file or folder.", where=str(path))
    if not found:
        raise InputError(
            "There are no transcripts there.", remedy="qualcode reads " + ", ".join(known) + "."
        )
    return list(found), list(left_out)


def preview_files(
    paths: Iterable[Path],
    *,
    interviewers: Sequence[str] = (),
    corrections: Mapping[Path, Correction] | None = None,
    known: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> tuple[list[Preview], list[Failure]]:
    """Read files without storing anything; gives what each would become, and what failed.

    `known` are a project's `known_files`, for files that are there already to be told.
    """
    files, _ = find_files(paths)
    previews, failures = [], []
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files), path.name)
        try:
            correction = (corrections or {}).get(path, _NONE)
            previews.append(preview_file(path, interviewers, correction, known))
        except QualcodeError as error:
            failures.append(Failure(path, reason(error)))
    return previews, failures


def preview_file(
    path: Path,
    interviewers: Sequence[str] = (),
    correction: Correction = _NONE,
    known: Mapping[str, str] | None = None,
) -> Preview:
    """What one file would become; raises `QualcodeError` if it cannot be read."""
    original = _original(path)
    transcript = _transcript(original, path, interviewers, correction)
    speakers: dict[tuple[str, Role], int] = {}
    for turn in transcript.turns:
        speakers[turn.speaker, turn.role] = speakers.get((turn.speaker, turn.role), 0) + 1
    return Preview(
        path=path,
        name=one_line(correction.name) or Path(original.filename).stem,
        known_as=(known or {}).get(original.content_hash, ""),
        format=transcript.format,
        encoding=transcript.encoding,
        words=len(transcript.text.split()),
        norwegian_letters=sum(map(transcript.text.count, "æøåÆØÅ")),
        speakers=tuple(Speaker(label, role, n) for (label, role), n in speakers.items()),
        turns=len(transcript.turns),
        stamped_turns=sum(turn.time_start is not None for turn in transcript.turns),
        first_lines=tuple([line for line in transcript.text.split("\n") if line.strip()][:4]),
        notes=transcript.notes,
    )


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    interviewers: Sequence[str] = (),
    language: str = "",
    corrections: Mapping[Path, Correction] | None = None,
    variables: Path | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Read files and folders into the project, as one action.

    A file that is in the project already, byte for byte, is left alone. A file that cannot be
    read does not stop the others. `language` (the project's unless given) is the language of the
    transcripts; `interviewers` are the labels of those who ask; `corrections` are by file.
    `variables` is a table of cases and variables, which becomes part of the same action.

    Raises:
        InputError: The table of variables cannot be used; nothing was stored.

    """
    language = language or project.language
    files, left_out = find_files(paths)
    names = dict.fromkeys(source_ids(project))
    known = known_files(project)
    ready: list[tuple[Path, _Ready]] = []
    already: list[tuple[str, Path]] = []
    failed: list[Failure] = []
    notes: list[tuple[Path, str]] = []
    for done, path in enumerate(files):
        if progress:
            progress(done, len(files), path.name)
        correction = (corrections or {}).get(path, _NONE)
        try:
            original = _original(path)
            if original.content_hash in known:
                already.append((known[original.content_hash], path))
                continue
            name = _given_name(correction, names) or _free_name(original.filename, names)
            transcript = _transcript(original, path, interviewers, correction)
            spans = [Span(turn.start, turn.end) for turn in transcript.turns]
            spoken = correction.language or language
            found = sentences(transcript.text, spans, spoken)
        except QualcodeError as error:
            failed.append(Failure(path, reason(error)))
            continue
        stem = Path(original.filename).stem
        if name != stem and not correction.name:
            notes.append(
                (path, f"There is a source {stem} with other words; this one is called {name}.")
            )
        notes += [(path, note) for note in transcript.notes]
        names[name] = None
        known[original.content_hash] = name
        item = _Ready(name, transcript, found, original, spoken, correction.case)
        ready.append((path, item))
    if progress:
        progress(len(files), len(files), "")
    described = _store(project, [item for _, item in ready], variables)
    return ImportSummary(
        imported=tuple((item.name, path) for path, item in ready),
        known=tuple(already),
        failed=tuple(failed),
        notes=tuple(notes),
        unmet=unmet_interviewers(
            interviewers, (turn.speaker for _, item in ready for turn in item.transcript.turns)
        ),
        left_out=tuple(left_out),
        variables=described,
    )


def known_files(project: Project) -> dict[str, str]:
    """The sources' names by the hashes of the files that they were imported from."""
    return {
        row["content_hash"]: row["name"]
        for row in project.rows(
            "SELECT content_hash, name FROM originals JOIN sources ON sources.id = source_id"
        )
    }


def unmet_interviewers(interviewers: Iterable[str], speakers: Iterable[str]) -> tuple[str, ...]:
    """The named interviewers that are none of the speakers: perhaps misspelt."""
    met = set(map(key, speakers))
    return tuple(name for name in interviewers if key(name) not in met)


def _store(
    project: Project, ready: Sequence[_Ready], variables: Path | None
) -> VariablesSummary | None:
    if not ready:
        return import_variables(project, variables) if variables else None
    noun = f"the transcript {ready[0].name}" if len(ready) == 1 else f"{len(ready)} transcripts"
    table = f", with variables from {variables.name}" if variables else ""
    with project.action(f"Imported {noun}{table}"):
        for item in ready:
            source_id = add_source(
                project,
                name=item.name,
                transcript=item.transcript,
                sentences=item.sentences,
                original=item.original,
                language=item.language,
            )
            if item.case:
                assign_case(project, source_id, item.case)
        return import_variables(project, variables) if variables else None


def _original(path: Path) -> Original:
    try:
        return Original(one_line(path.name), path.read_bytes())
    except OSError as error:
        raise ImportFailure(f"The file cannot be read ({error.strerror}).") from error


def _transcript(
    original: Original, path: Path, interviewers: Sequence[str], correction: Correction
) -> Transcript:
    return read_transcript(
        original.content,
        path.name,
        interviewers=interviewers,
        encoding=correction.encoding,
        roles=correction.roles,
    )


def reason(error: QualcodeError) -> str:
    """Why a file cannot be read, and what to do, in one line."""
    return " ".join(part for part in (error.what, error.remedy) if part)


def _given_name(correction: Correction, taken: Iterable[str]) -> str:
    name = one_line(correction.name)
    if name in set(taken):
        raise InputError(f"There is a source “{name}” already.", remedy="Give it another name.")
    return name


def _free_name(filename: str, taken: Iterable[str]) -> str:
    """The file's name without suffix; with it, or with a number, where that is taken."""
    path = Path(filename)
    taken = set(taken)
    if path.stem not in taken:
        return path.stem
    number, name = 2, path.name
    while name in taken:
        name = f"{path.stem} ({number})"
        number += 1
    return name
