"""qualcode import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import bullet_list, count, progress, say, write_to_file
from qualcode.cli.options import Coder, Out, ProjectPath, open_project
from qualcode.errors import InputError, QualcodeError

if TYPE_CHECKING:
    from qualcode.importing.files import Correction, Failure, ImportSummary, Preview
    from qualcode.importing.variables import VariablesSummary
    from qualcode.project import Project

_LOOK = "Give files or folders, and --dry-run."


def import_(
    path: ProjectPath,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Transcripts and folders of them."),
    ] = None,
    variables: Annotated[
        Path | None,
        typer.Option(help="A table (CSV, Excel) of sources, cases and their variables."),
    ] = None,
    interviewer: Annotated[
        str, typer.Option(help='Labels of those who ask, as in "I,Intervjuer".')
    ] = "",
    language: Annotated[
        str, typer.Option(help="Of these transcripts (nb, nn, en, …); else the project's.")
    ] = "",
    encoding: Annotated[
        str, typer.Option(help="Of these text files (utf-8, cp1252, …), if it is found wrongly.")
    ] = "",
    name: Annotated[str, typer.Option(help="What one transcript is to be called.")] = "",
    case: Annotated[str, typer.Option(help="Whose these transcripts are.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show how each file would be read.")
    ] = False,
    out: Out = None,
    coder: Coder = None,
) -> None:
    """Bring transcripts into a project: .txt .md .docx .odt .rtf .vtt .srt, and folders.

    Example: qualcode import samordning.qualcode interviews/ --variables variables.csv --dry-run
    """
    from qualcode.importing.files import Correction, find_files, import_files
    from qualcode.importing.variables import import_variables

    if not paths and not variables:
        raise InputError("Say which files or folders, or give --variables.")
    files = find_files(paths)[0] if paths else []
    if out and not (dry_run and paths):
        raise InputError("--out is for a look at files before they are stored.", remedy=_LOOK)
    if name and len(files) != 1:
        raise InputError("--name is for one transcript.", remedy="Import it by itself.")
    correction = Correction(name=name, case=case, encoding=encoding)
    corrections = dict.fromkeys(files, correction)
    labels = tuple(label.strip() for label in interviewer.split(",") if label.strip())
    with open_project(path, coder=coder) as project:
        if dry_run:
            _preview(project, paths or (), variables, labels, corrections, out)
            return
        failed = False
        if paths:
            with progress("Importing") as move:
                summary = import_files(
                    project,
                    paths,
                    interviewers=labels,
                    language=language,
                    corrections=corrections,
                    variables=variables,
                    progress=move,
                )
            _show_summary(project, summary)
            _show_unmet(summary.unmet if summary.imported else ())
            failed = bool(summary.failed)
            if summary.variables:
                _show_variables(summary.variables)
        elif variables:
            _show_variables(import_variables(project, variables))
        if failed:
            raise QualcodeError("Some files could not be imported; the others are in the project.")


def _preview(
    project: Project,
    paths: Sequence[Path],
    variables: Path | None,
    labels: tuple[str, ...],
    corrections: Mapping[Path, Correction],
    out: Path | None,
) -> None:
    from qualcode.importing.files import known_files, preview_files, unmet_interviewers
    from qualcode.importing.variables import preview_variables
    from qualcode.project.sources import source_ids
    from qualcode.reporting.incoming import incoming_table

    names = set(source_ids(project))
    failures: list[Failure] = []
    if paths:
        with progress("Reading") as move:
            previews, failures = preview_files(
                paths,
                interviewers=labels,
                corrections=corrections,
                known=known_files(project),
                progress=move,
            )
        for preview in previews:
            _show_preview(preview)
        speakers = [speaker.label for preview in previews for speaker in preview.speakers]
        _show_unmet(unmet_interviewers(labels, speakers))
        _show_failures(failures)
        names |= {preview.name for preview in previews}
        if out:
            found = incoming_table([*previews, *failures], corrections=corrections)
            write_to_file(project, found, out)
    if variables:
        say(f"\n{variables}")
        _show_variables(preview_variables(variables, names))
    if failures:
        raise QualcodeError("Some files cannot be read.")


def _show_preview(preview: Preview) -> None:
    say(f"\n{preview.path}")
    if preview.known_as:
        say(f"  In the project already, as {preview.known_as}; it would be left alone.")
    say(
        f"  {preview.format}{', ' + preview.encoding if preview.encoding else ''}; "
        f"{count(preview.words, 'word')}, {preview.norwegian_letters:,} æøå; "
        f"{count(preview.turns, 'turn')}, {preview.stamped_turns} with a time stamp"
    )
    for speaker in preview.speakers:
        say(f"  {speaker.label or '(no label)'}: {speaker.role}, {count(speaker.turns, 'turn')}")
    for note in preview.notes:
        say(f"  Note: {note}")
    for line in preview.first_lines:
        say(f"  | {line[:100]}")


def _show_variables(found: VariablesSummary) -> None:
    what = ", ".join(found.variables) or "cases"
    say(f"Read {what} from {count(found.rows, 'row')}.")
    if found.unknown_sources:
        say("Not in the project: " + ", ".join(found.unknown_sources) + ".")


def _show_unmet(names: tuple[str, ...]) -> None:
    for name in names:
        say(f"Nobody called “{name}” speaks in these transcripts.")


def _show_failures(failures: list[Failure] | tuple[Failure, ...]) -> None:
    if failures:
        say(f"\n{count(len(failures), 'file')} cannot be read:")
        say(bullet_list([f"{failure.path}: {failure.reason}" for failure in failures]))


def _show_summary(project: Project, summary: ImportSummary) -> None:
    say(f"Imported {count(len(summary.imported), 'transcript')} into {project.path}.")
    for name, file in summary.known:
        say(f"{file} is in the project already, as {name}; it was left alone.")
    for file, note in summary.notes:
        say(f"{file.name}: {note}")
    if summary.left_out:
        names = ", ".join(file.name for file in summary.left_out)
        say(f"Left out, since qualcode does not read such files: {names}")
    _show_failures(summary.failed)
