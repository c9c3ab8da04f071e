"""Results in notebooks: as data frames, and as what is shown below a cell."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualcode.errors import InputError
from qualcode.model import Code

if TYPE_CHECKING:
    from pandas import DataFrame


class Framed:
    """A result that reads as a table.

    How it does, `qualcode.reporting.result_tables` knows. That package stands above this one and
    is asked by its name, as entry points are, when somebody asks.
    """

    __slots__ = ()

    def to_frame(self) -> DataFrame:
        """The rows that a file of this result has, as a pandas data frame; undefined is NA.

        Raises `InputError` where pandas is not installed.
        """
        frame: DataFrame = self._as_table().to_frame()
        return frame

    def _repr_html_(self) -> str:
        return str(self._as_table()._repr_html_())

    def _as_table(self) -> Any:
        return import_module("qualcode.reporting.result_tables").table_of(self)


def frame(rows: Iterable[Any]) -> DataFrame:
    """A pandas data frame of excerpts, codings, suggestions, codes or other plain data classes.

    There is a column for each field, and for each variable where rows have variables. What stands
    in a tuple is joined with semicolons, a code is named with those above it, and undefined is NA.

    Raises `InputError` for rows that are not of one data class, and where pandas is not installed.
    """
    found = list(rows)
    classes = {type(row) for row in found}
    if len(classes) > 1 or not all(map(dataclasses.is_dataclass, classes)):
        named = ", ".join(sorted(each.__name__ for each in classes))
        raise InputError(
            f"A data frame is made of rows of one data class, not of {named}.",
            remedy="Give a list such as what `excerpts` gives; a result has a `to_frame()`.",
        )
    fields = [field.name for each in classes for field in dataclasses.fields(each)]
    told = [dict(_told(row, fields)) for row in found]
    columns = list(dict.fromkeys(name for row in told for name in row))
    return data_frame(columns, [[row.get(name) for name in columns] for row in told])


def data_frame(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> DataFrame:
    """Rows under named columns as a pandas data frame.

    A column of numbers is of whole numbers if they all are, with NA for what is undefined or does
    not apply; one of words has NA for None. Raises `InputError` where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise InputError(
            "Data frames need pandas, which is not installed.",
            remedy="Install it with: pip install 'qualcode[notebooks]'",
        ) from error
    series = []
    for place, name in enumerate(columns):
        cells = [None if _undefined(row[place]) else row[place] for row in rows]
        kind = _kind(cells)
        if kind != "string":
            cells = [None if cell == "" else cell for cell in cells]
        series.append(pd.Series(cells, name=name, dtype=kind))
    return pd.concat(series, axis="columns") if series else pd.DataFrame()


def _kind(cells: Sequence[Any]) -> str:
    """The pandas type of a column, whatever pandas would make of these very cells."""
    kinds = {type(cell) for cell in cells if cell is not None and cell != ""}
    if not cells:
        return "object"
    if not kinds:
        return "string" if "" in cells else "Float64"
    for name, types in (("boolean", {bool}), ("Int64", {int}), ("Float64", {int, float})):
        if kinds <= types:
            return name
    return "string" if all(issubclass(kind, str) for kind in kinds) else "object"


def _undefined(cell: Any) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _told(row: Any, fields: Sequence[str]) -> Iterable[tuple[str, Any]]:
    """The fields of a row as cells; a variable with the name of a field gets a longer one."""
    for name in fields:
        value = getattr(row, name)
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield f"{name}.{key}" if key in fields else str(key), _cell(each)
        else:
            yield name, _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, Code):
        return value.label
    if isinstance(value, tuple):
        return "; ".join(
            " > ".join(map(str, each)) if isinstance(each, tuple) else str(_cell(each))
            for each in value
        )
    return str(value) if isinstance(value, str) else value  # an enumeration's word as plain text
