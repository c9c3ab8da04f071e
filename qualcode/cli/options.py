"""Arguments and options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from qualcode.errors import InputError
from qualcode.model import Origin, Role
from qualcode.reporting.formats import Part, check_suffix, listed

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.queries.syntax import Query
    from qualcode.project.selection import Selection

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
UiLanguage = Annotated[
    Literal["nb", "en"] | None,
    typer.Option("--ui-language", help="The language on the screen; else that of the computer."),
]


def _out(*parts: Part) -> Any:
    """The option for a file; what cannot be written is refused before any work is done."""

    def check(out: Path | None) -> Path | None:
        if out is not None:
            check_suffix(out, *parts)
        return out

    described = f"Write to a file: {listed(*parts)}."
    return typer.Option("--out", "-o", metavar="FILE", help=described, callback=check)


Out = Annotated[Path | None, _out(Part.TABLE)]
FigureOut = Annotated[Path | None, _out(Part.TABLE, Part.FIGURE)]
NetworkOut = Annotated[Path | None, _out(Part.TABLE, Part.FIGURE, Part.NETWORK)]

_FILTERS = "Filters"
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
    "role": Annotated[
        list[Role] | None,
        typer.Option(
            "--role", help="Who speaks where the words begin. Repeatable.", rich_help_panel=_FILTERS
        ),
    ],
    "origin": Annotated[
        list[Origin] | None,
        typer.Option(
            "--origin", help="Where codings came from. Repeatable.", rich_help_panel=_FILTERS
        ),
    ],
    "text": Annotated[
        str,
        typer.Option(
            "--text", help="Words that the coded text contains.", rich_help_panel=_FILTERS
        ),
    ],
    "query": Annotated[
        str,
        typer.Option(
            "--query",
            metavar="QUERY",
            help="All this in one, as in 'Tid AND coder=anne,per'; @NAME for a saved one.",
            rich_help_panel=_FILTERS,
        ),
    ],
}
_ALIKE = ("code", "coder", "source", "case", "where", "query")
_ON_SUGGESTIONS = ("code", "source", "case", "where", "role", "text")


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options in place of its parameter `selection`.

    A command with a parameter `query` takes queries that make passages as well; it gets None where
    there is no such query, and else the whole query, with an empty selection.
    """
    return _with_filters(command, tuple(_SELECTION_OPTIONS))


def selecting_suggestions(command: Callable[..., None]) -> Callable[..., None]:
    """The same for suggestions, which have no coder and no origin."""
    return _with_filters(command, _ON_SUGGESTIONS)


def selecting_alike(command: Callable[..., None]) -> Callable[..., None]:
    """The filters that coders can be compared under: none by what only one of them may have."""
    return _with_filters(command, _ALIKE)


def selecting_sources(command: Callable[..., None]) -> Callable[..., None]:
    """The filters that choose transcripts, for what is not about codings."""
    return _with_filters(command, ("source", "case", "where"))


def _with_filters(command: Callable[..., None], names: tuple[str, ...]) -> Callable[..., None]:
    # Commands know these only when types are checked: their packages are slow to import.
    unknown = {"Selection": Any, "Query": Any}
    hints = get_type_hints(command, localns=unknown, include_extras=True)
    known = inspect.signature(command).parameters
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in known.items()
        if name not in ("selection", "query")
    ]
    filters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default="" if name in ("text", "query") else None,
            annotation=_SELECTION_OPTIONS[name],
        )
        for name in names
    ]

    def with_selection(**values: Any) -> None:
        from qualcode.project.selection import Selection, parse_variables

        chosen = {name: values.pop(name) for name in names}
        selection = Selection(
            codes=tuple(chosen.get("code") or ()),
            coders=tuple(chosen.get("coder") or ()),
            sources=tuple(chosen["source"] or ()),
            cases=tuple(chosen["case"] or ()),
            variables=parse_variables(chosen["where"] or []),
            roles=tuple(role.value for role in chosen.get("role") or ()),
            origins=tuple(origin.value for origin in chosen.get("origin") or ()),
            text=chosen.get("text", ""),
        )
        if text := chosen.get("query"):
            selection, query = _read(values["path"], text, selection, passages="query" in known)
            values |= {"query": query} if "query" in known else {}
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


def _read(
    path: Path, text: str, selection: Selection, *, passages: bool
) -> tuple[Selection, Query | None]:
    """The selection that a query is, under the other filters, or else the query."""
    from qualcode.project.queries.saved import read_query
    from qualcode.project.queries.selecting import check_query, selection_of, selects, under
    from qualcode.project.selection import EVERYTHING

    with open_project(path, read_only=True) as project:
        query = under(read_query(project, text), selection)
        check_query(project, query)
    if passages and not selects(query):
        return EVERYTHING, query
    return selection_of(query), None


def open_project(path: Path, *, coder: str | None = None, read_only: bool = False) -> Project:
    """Open a project whose suffix the user may have left out."""
    from qualcode.project import Project
    from qualcode.project.file import SUFFIX

    with_suffix = path.with_name(path.name + SUFFIX) if path.name else path
    if path.suffix != SUFFIX and not path.is_file() and (with_suffix.exists() or not path.exists()):
        path = with_suffix
    project = Project.open(path, coder=coder, read_only=read_only)
    if project.is_blind:
        _tell_blind(project.coder)
    return project


@cache
def _tell_blind(coder: str) -> None:
    """Say once that what is shown is not all there is."""
    typer.echo(f"{coder} is blind: only {coder}'s own codings are seen.", err=True)


def whole_numbers(text: str) -> list[int]:
    """Read `12,15,18`; raises `InputError`."""
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise InputError(f"“{text}” is not a list of numbers such as 12,15,18.") from error
