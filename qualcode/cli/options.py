"""Arguments and options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from qualcode.errors import InputError

if TYPE_CHECKING:
    from qualcode.project import Project

ProjectPath = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project file (NAME.qualcode).")
]
Coder = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="CODER",
        help="Who does this; else QUALCODE_CODER, else the computer's user.",
        rich_help_panel="Who",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Write to a file: .csv, .json or .jsonl."),
]

_FILTERS = "Which codings"
_SELECTION_OPTIONS: dict[str, Any] = {
    "code": Annotated[
        list[str] | None,
        typer.Option(
            "--code",
            metavar="CODE",
            help="A code's name or path, with everything under it. Repeatable.",
            rich_help_panel=_FILTERS,
        ),
    ],
    "coder": Annotated[
        list[str] | None,
        typer.Option(
            "--coder", metavar="NAME", help="Whose codings. Repeatable.", rich_help_panel=_FILTERS
        ),
    ],
    "source": Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Which transcripts. Repeatable.",
            rich_help_panel=_FILTERS,
        ),
    ],
    "case": Annotated[
        list[str] | None,
        typer.Option(
            "--case", metavar="NAME", help="Which cases. Repeatable.", rich_help_panel=_FILTERS
        ),
    ],
    "where": Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="VARIABLE=VALUE",
            help="Sources with this value, as in wave=2023. Repeatable.",
            rich_help_panel=_FILTERS,
        ),
    ],
    "text": Annotated[
        str,
        typer.Option(
            "--text", help="Words that the coded text contains.", rich_help_panel=_FILTERS
        ),
    ],
}


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options in place of its parameter `selection`."""
    return _with_filters(command, tuple(_SELECTION_OPTIONS))


def selecting_suggestions(command: Callable[..., None]) -> Callable[..., None]:
    """The same for suggestions, which have no coder."""
    return _with_filters(command, tuple(name for name in _SELECTION_OPTIONS if name != "coder"))


def _with_filters(command: Callable[..., None], names: tuple[str, ...]) -> Callable[..., None]:
    # Commands know `Selection` only when types are checked: its package is slow to import.
    hints = get_type_hints(command, localns={"Selection": Any}, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "selection"
    ]
    filters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default="" if name == "text" else None,
            annotation=_SELECTION_OPTIONS[name],
        )
        for name in names
    ]

    def with_selection(**values: Any) -> None:
        from qualcode.project.selection import Selection, parse_variables

        chosen = {name: values.pop(name) for name in names}
        selection = Selection(
            codes=tuple(chosen["code"] or ()),
            coders=tuple(chosen.get("coder") or ()),
            sources=tuple(chosen["source"] or ()),
            cases=tuple(chosen["case"] or ()),
            variables=parse_variables(chosen["where"] or []),
            text=chosen["text"],
        )
        command(selection=selection, **values)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own
    ] + filters
    with_selection.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_selection.__annotations__ = {
        parameter.name: parameter.annotation for parameter in parameters
    }
    with_selection.__name__ = command.__name__
    with_selection.__doc__ = command.__doc__
    return with_selection


def open_project(path: Path, *, coder: str | None = None, read_only: bool = False) -> Project:
    """Open a project whose suffix the user may have left out."""
    from qualcode.project import Project
    from qualcode.project.file import SUFFIX

    with_suffix = path.with_name(path.name + SUFFIX) if path.name else path
    if path.suffix != SUFFIX and not path.is_file() and (with_suffix.exists() or not path.exists()):
        path = with_suffix
    return Project.open(path, coder=coder, read_only=read_only)


def whole_numbers(text: str) -> list[int]:
    """Read `12,15,18`; raises `InputError`."""
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise InputError(f"“{text}” is not a list of numbers such as 12,15,18.") from error
