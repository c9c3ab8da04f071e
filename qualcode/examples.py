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
from qualcode.project import Project, file

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
    progress(files + last, files + last, "")


def _nobody_looks(done: int, total: int, item: str) -> None:
    """Stand in for a progress bar."""
