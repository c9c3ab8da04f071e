"""The options that the reports on words share: whose words count, and what is left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from qualcode.cli.console import prepare_lexicon, progress

if TYPE_CHECKING:
    from qualcode.analysis.words.counting import Counting, Progress
    from qualcode.project import Project

ON_SCREEN, IN_FILE = 20, 200
_PANEL = "What counts"

Everyone = Annotated[
    bool,
    typer.Option(
        "--everyone", help="All turns, not only those of informants.", rich_help_panel=_PANEL
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        min=0,
        help=f"How many rows (of each group); 0 for all. Else {ON_SCREEN}, in a file {IN_FILE}.",
    ),
]
_OPTIONS: dict[str, Any] = {
    "stem": Annotated[
        bool,
        typer.Option(
            "--stem/--no-stem",
            help="Count the inflected forms of a word together, or each by itself.",
            rich_help_panel=_PANEL,
        ),
    ],
    "stop_word": Annotated[
        list[str] | None,
        typer.Option(
            "--stop-word",
            metavar="WORD",
            help="Leave this word out too. Repeatable.",
            rich_help_panel=_PANEL,
        ),
    ],
    "stop_words": Annotated[
        Path | None,
        typer.Option(
            "--stop-words",
            metavar="FILE",
            help="Leave out the words of a text file too; after # is a remark.",
            rich_help_panel=_PANEL,
        ),
    ],
    "all_words": Annotated[
        bool,
        typer.Option(
            "--all-words", help="Keep the stop words of the language.", rich_help_panel=_PANEL
        ),
    ],
    "everyone": Everyone,
    "min_count": Annotated[
        int,
        typer.Option(
            "--min-count",
            metavar="N",
            min=1,
            help="List what stands N times.",
            rich_help_panel=_PANEL,
        ),
    ],
    "min_cases": Annotated[
        int,
        typer.Option(
            "--min-cases", metavar="N", min=1, help="List what N cases say.", rich_help_panel=_PANEL
        ),
    ],
}


def counting_words(min_count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options in place of its parameter `counting`; under the filters'."""
    defaults = {
        "stem": True,
        "stop_word": None,
        "stop_words": None,
        "all_words": False,
        "everyone": False,
        "min_count": min_count,
        "min_cases": 2,
    }

    def given(command: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(
            command, localns={"Selection": Any, "Counting": Any}, include_extras=True
        )
        parameters = [
            parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(command).parameters.items()
            if name != "counting"
        ]
        parameters += [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name], annotation=annotation
            )
            for name, annotation in _OPTIONS.items()
        ]

        def with_counting(**values: Any) -> None:
            chosen = {name: values.pop(name) for name in _OPTIONS}
            command(counting=_counting(**chosen), **values)

        with_counting.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_counting.__annotations__ = {each.name: each.annotation for each in parameters}
        with_counting.__name__ = command.__name__
        with_counting.__doc__ = command.__doc__
        return with_counting

    return given


def _counting(*, stop_word: list[str] | None, stop_words: Path | None, **rest: Any) -> Counting:
    from qualcode.analysis.words.counting import Counting, read_stop_words
    from qualcode.encoding import decode
    from qualcode.errors import InputError

    own = read_stop_words("\n".join(stop_word or ()))
    if stop_words is not None:
        try:
            content = stop_words.read_bytes()
        except OSError as error:
            raise InputError(
                f"The stop words cannot be read ({error.strerror}).",
                where=str(stop_words),
                remedy="Name a text file with a word a line.",
            ) from error
        own += read_stop_words(decode(content).text)
    return Counting(stop_words=own, **rest)


def rows_of(limit: int | None, otherwise: int) -> int | None:
    """How many rows; None for all."""
    return (otherwise if limit is None else limit) or None


@contextmanager
def reading_words(project: Project) -> Iterator[Progress]:
    """A progress bar for the work on words; gives what is told the share done."""
    prepare_lexicon(project.language)
    with progress("Reading the words") as move:
        yield lambda share: move(round(share * 100), 100)
