"""qualcode import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import bullet_list, count, progress, say
from qualcode.cli.options import Coder, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.importing.files import Failure, ImportSummary, Preview
    from qualcode.project import Project


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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show how each file would be read.")
    ] = False,
    coder: Coder = None,
) -> None:
    """Bring transcripts into a project: .txt .md .docx .odt .rtf .vtt .srt, and folders.

    Example: qualcode import samordning.qualcode interviews/ --variables variables.csv --dry-run
    """
    from qualcode.errors import InputError, QualcodeError
    from qualcode.importing.files import import_files, preview_files, unmet_interviewers
    from qualcode.importing.variables import import_variables

    if not paths and not variables:
        raise InputError("Say which files or folders, or give --variables.")
    labels = tuple(label.strip() for label in interviewer.split(",") if label.strip())
    with open_project(path, coder=coder) as project:
        if dry_run and paths:
            with progress("Reading") as move:
                previews, failures = preview_files(paths, interviewers=labels, progress=move)
            for preview in previews:
                _show_preview(preview)
            speakers = [speaker.label for seen in previews for speaker in seen.speakers]
            _show_unmet(unmet_interviewers(labels, speakers))
            _show_failures(failures)
            if failures:
                raise QualcodeError("Some files cannot be read.")
            return
        failed = False
        if paths:
            with progress("Importing") as move:
                summary = import_files(
                    project, paths, interviewers=labels, language=language, progress=move
                )
            _show_summary(project, summary)
            _show_unmet(summary.unmet if summary.imported else ())
            failed = bool(summary.failed)
        if variables:
            found = import_variables(project, variables)
            what = ", ".join(found.variables) or "cases"
            say(f"Read {what} from {count(found.rows, 'row')}.")
            if found.unknown_sources:
                say("Not in the project: " + ", ".join(found.unknown_sources) + ".")
        if failed:
            raise QualcodeError("Some files could not be imported; the others are in the project.")


def _show_preview(preview: Preview) -> None:
    say(f"\n{preview.path}")
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
