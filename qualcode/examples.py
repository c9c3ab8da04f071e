"""The example studies that come with qualcode, made as a researcher would make them.

They are constructed: no real person said any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.codebook.start import start_project
from qualcode.errors import NotFoundError, suggest_names
from qualcode.importing.codings import import_codings
from qualcode.importing.files import import_files
from qualcode.importing.survey import import_survey
from qualcode.project import Project, file
from qualcode.project.codes import find_code
from qualcode.project.sources import source_ids
from qualcode.project.survey import (
    Fit,
    choose_quotations,
    find_indicator,
    link_codes,
    write_survey_note,
)
from qualcode.tables import read_rows

Progress = Callable[[int, int, str], None]
"""Called with the number of steps done, the number in all, and the file at hand."""

# An installed qualcode has a copy of the folders that lie at the root of the source tree.
_PACKAGED = Path(__file__).parent / "example_data"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Example:
    """A study that can be made: what it is called, its language, and who asks in it."""

    name: str
    title: str
    language: str
    interviewers: tuple[str, ...] = ()


_EXAMPLES = (
    Example("samordning", "Samordning", "nb", ("Silje Intervjuer", "Jonas Intervjuer")),
    Example("commons", "Commons", "en"),
)


def example_studies() -> tuple[Example, ...]:
    """The studies that `make_example` knows."""
    return _EXAMPLES


def make_example(
    name: str, path: Path, *, coder: str | None = None, progress: Progress | None = None
) -> None:
    """Make the project of an example study: codebook, transcripts, variables, and codings.

    What goes wrong on the way, or an exception out of `progress`, leaves no file behind.

    Raises:
        NotFoundError: There is no example of that name.
        ProjectError: There is a file at that place already, or none can be written.

    """
    example = next((each for each in _EXAMPLES if each.name == name), None)
    if example is None:
        remedy = suggest_names(name, [each.name for each in _EXAMPLES])
        raise NotFoundError(f"There is no example “{name}”.", remedy=remedy)
    folder = _ROOT / "corpora" / name
    codebook = _ROOT / "codebooks" / f"{name}.yaml"
    start_project(
        path, name=example.title, language=example.language, coder=coder, codebook=codebook
    )
    try:
        with Project.open(path, coder=coder) as project:
            _fill(project, example, folder, progress or _nobody_looks)
    except BaseException:
        file.delete(path)
        raise


def _fill(project: Project, example: Example, folder: Path, progress: Progress) -> None:
    tables = sorted(folder.glob("codings_*.csv"))
    last = len(tables)

    def reading(done: int, total: int, item: str) -> None:
        progress(done, total + last, item)

    imported = import_files(
        project,
        [folder],
        interviewers=example.interviewers,
        variables=folder / "variables.csv",
        progress=reading,
    )
    files = len(imported.imported)
    for done, table in enumerate(tables):
        progress(files + done, files + last, table.name)
        import_codings(project, table)
    if (folder / "survey.csv").exists():
        import_survey(project, folder / "survey.csv")
        with project.action("Set the survey beside the interviews"):
            _set_beside(project, folder)
    progress(files + last, files + last, "")


def _set_beside(project: Project, folder: Path) -> None:
    """Link codes to the survey's indicators, note how they fit, and choose quotations."""
    for _, row in read_rows(folder / "survey_links.csv"):
        indicator = find_indicator(project, row["indicator"])
        link_codes(project, indicator, [find_code(project, row["code"])])
    for _, row in read_rows(folder / "survey_notes.csv"):
        indicator = find_indicator(project, row["indicator"])
        write_survey_note(project, indicator, Fit(row["fit"]), row["note"], coder=row["coder"])
    sources = source_ids(project)
    for _, row in read_rows(folder / "survey_quotations.csv"):
        coding_id = project.value(
            "SELECT codings.id FROM codings JOIN coders ON coders.id = coder_id "
            "WHERE source_id = ? AND start = ? AND end = ? AND code_id = ? AND coders.name = ?",
            (
                sources[row["source"]],
                row["start"],
                row["end"],
                find_code(project, row["code"]).id,
                row["coder"],
            ),
        )
        choose_quotations(project, find_indicator(project, row["indicator"]), [coding_id])


def _nobody_looks(done: int, total: int, item: str) -> None:
    """Stand in for a progress bar."""
