"""What can be said about a report, read from the signature of the function that makes it.

A kind of report is a function `(project, selection, **options) -> Report`. Its signature is the one
place where its options stand: names, types, defaults, and in `Annotated` what they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from inspect import Parameter, signature
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.reporting.report import Report

Kind = Callable[..., Report]


class Known(StrEnum):
    """Of what a text is a name that the project has; in `Annotated`, after what it is for.

    A value is one of the variable that the option `variable` names.
    """

    VARIABLE = "variable"
    VALUE = "value"
    INDICATOR = "indicator"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be said about a report.

    `type` is that of one value: str, int, float, bool or an enumeration of words. `several` takes a
    list of them, `required` has to be said. `known` says of what a text is a name.
    """

    name: str
    type: type
    several: bool
    required: bool
    default: Any
    help: str
    known: Known | None = None


@cache
def options_of(kind: Kind) -> tuple[Option, ...]:
    """What can be said about reports of a kind, in the order of its signature."""
    hints = get_type_hints(kind, localns={"Project": Any}, include_extras=True)
    return tuple(
        _option(parameter, hints[name])
        for name, parameter in signature(kind).parameters.items()
        if parameter.kind is Parameter.KEYWORD_ONLY
    )


def read_options(name: str, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a kind as its function takes them, from values as files have them.

    Raises `NotFoundError` for an option that the kind does not have, and `InputError` for a value
    that it does not take or a required one that is missing.
    """
    known = {option.name: option for option in options_of(kind)}
    for key in given:
        if key not in known:
            raise NotFoundError(
                f"A report of {name} has no option “{key}”.",
                remedy=suggest_names(key, list(known)),
            )
    for option in known.values():
        if option.required and option.name not in given:
            raise InputError(f"A report of {name} needs `{option.name}`: {option.help}.")
    return {key: _read(known[key], value) for key, value in given.items()}


def _option(parameter: Parameter, hint: Any) -> Option:
    told, known = "", None
    if get_origin(hint) is Annotated:
        hint, told, *more = get_args(hint)
        known = next((each for each in more if isinstance(each, Known)), None)
    several = get_origin(hint) is tuple
    alternatives = [each for each in get_args(hint) if each not in (NoneType, Ellipsis)]
    required = parameter.default is Parameter.empty
    return Option(
        parameter.name,
        alternatives[0] if alternatives else hint,
        several,
        required,
        None if required else parameter.default,
        told,
        known,
    )


def _read(option: Option, value: Any) -> Any:
    if option.several:
        listed = value if isinstance(value, list | tuple) else [value]
        return tuple(_one(option, each) for each in listed)
    return None if value is None else _one(option, value)


def _one(option: Option, value: Any) -> Any:
    if issubclass(option.type, StrEnum):
        words = [each.value for each in option.type]
        if str(value) in words:
            return option.type(str(value))
        taken = f"one of {', '.join(words)}"
    elif option.type is bool:
        if isinstance(value, bool):
            return value
        taken = "true or false"
    elif option.type in (int, float):
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole or (option.type is float and isinstance(value, float)):
            return option.type(value)
        taken = "a whole number" if option.type is int else "a number"
    else:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
        taken = "a text"
    raise InputError(f"`{option.name}` takes {taken}, and “{value}” is none.")
