"""Tables of frequencies as figures to walk through: by code, and by code and variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualcode.analysis.cells import frequency_excerpts
from qualcode.analysis.frequencies import (
    Counts,
    Frequencies,
    FrequenciesBy,
    Frequency,
)
from qualcode.analysis.unit import Counted
from qualcode.reporting.formats import Part
from qualcode.reporting.shades import even_bounds
from qualcode.tui.figures import Figure, Key, Look, Question, indented, selected, short
from qualcode.tui.filtering import together
from qualcode.tui.grid import Grid, Label
from qualcode.tui.heat import PLAIN, level
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.listing import Listing
from qualcode.tui.report_making import Asked, forms

if TYPE_CHECKING:
    from qualcode.tui.exporting import Export


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what it counts, in which sources, and its numbers. `by` is as in excerpts."""

    key: Key
    heading: str
    counted: Counted
    subcodes: bool
    rows: Sequence[Frequency]
    total: Counts
    by: tuple[str, str | None] | None = None
    plain: bool = False

    def number(self, position: int | None) -> int:
        """The number of a code by its position, or of all codes together."""
        if position is None:
            return int(getattr(self.total, self.counted))
        name = f"all_{self.counted}" if self.subcodes else str(self.counted)
        return int(getattr(self.rows[position], name))


def table(result: Frequencies, question: Question, look: Look, hues: Mapping[int, str]) -> Figure:
    """Codings, transcripts and cases of each code, alone and with the codes under it."""
    names = {
        Counted.CODINGS: _("codings"),
        Counted.SOURCES: _("transcr."),
        Counted.CASES: _("cases"),
    }
    columns = [
        _Column(
            f"{counted} {subcodes}",
            "Σ" if subcodes else names[counted],
            counted,
            subcodes,
            result.rows,
            result.total,
        )
        for counted in Counted
        for subcodes in (False, True)
    ]
    about = [_("how often each code is used"), _("Σ: with the codes under it")]
    return _figure(
        _("Frequencies"),
        about,
        columns,
        result,
        question,
        look,
        hues,
        forms(Asked("frequencies", {}, question.selection), Part.TABLE, Part.FIGURE),
        one_scale=False,
    )


def table_by(
    result: FrequenciesBy, question: Question, look: Look, hues: Mapping[int, str]
) -> Figure:
    """Codes × values of a variable, with totals."""
    columns = [
        _Column(
            f"={group.value}" if group.value is not None else None,
            group.value if group.value is not None else _("no value"),
            look.counted,
            look.subcodes,
            group.rows,
            group.total,
            (result.variable, group.value),
        )
        for group in result.groups
    ]
    columns.append(
        _Column(
            "total",
            _("all"),
            look.counted,
            look.subcodes,
            result.total.rows,
            result.total.total,
            plain=True,
        )
    )
    what = {
        Counted.CODINGS: _("codings by {variable}"),
        Counted.SOURCES: _("transcripts by {variable}"),
        Counted.CASES: _("cases by {variable}"),
    }[look.counted]
    about = [
        what.format(variable=result.variable),
        _("with the codes under each") if look.subcodes else _("each code alone"),
    ]
    options = {"by": result.variable, "count": look.counted, "subcodes": look.subcodes}
    asked = Asked("frequencies", options, question.selection)
    name = _("Frequencies by {variable}").format(variable=result.variable)
    parts = [Part.TABLE, Part.FIGURE] if result.groups else [Part.TABLE]
    return _figure(
        _("Frequencies"),
        about,
        columns,
        result.total,
        question,
        look,
        hues,
        forms(asked, *parts, name=name),
        one_scale=True,
    )


def _figure(
    heading: str,
    about: Sequence[str],
    columns: Sequence[_Column],
    result: Frequencies,
    question: Question,
    look: Look,
    hues: Mapping[int, str],
    exports: Sequence[Export],
    *,
    one_scale: bool,
) -> Figure:
    keys = [column.key for column in columns]
    rows: list[int | None] = [
        position
        for position, row in enumerate(result.rows)
        if (look.empty_rows or row.all_codings)
        and (question.depth is None or row.code.depth <= question.depth)
    ]
    ordered = ""
    if look.by_column and look.by_column[0] in keys:
        chosen = columns[keys.index(look.by_column[0])]
        rows.sort(key=lambda position: -chosen.number(position))
        ordered = _("ordered by {name}").format(name=short(chosen.heading, 30))
    rows.append(None)
    numbers = [[column.number(position) for column in columns] for position in rows]
    shaded = [position for position, column in enumerate(columns) if not column.plain]
    scales = [max((line[at] for line in numbers[:-1]), default=0) for at in range(len(columns))]
    if one_scale:
        scales = [max((scales[at] for at in shaded), default=0)] * len(columns)
    lowest = [even_bounds(highest) for highest in scales]
    codes = [None if position is None else result.rows[position].code for position in rows]
    return Figure(
        heading=heading,
        about=together([*about, ordered, *selected(result.selection, result.coders)]),
        grid=Grid(
            labels=tuple(
                Label(
                    indented(code, look.order, look.by_column if ordered else None),
                    hue=hues.get(code.id, ""),
                )
                if code
                else Label(_("All codes together"))
                for code in codes
            ),
            headings=tuple(
                f"{column.heading} ▾" if ordered and column is chosen else column.heading
                for column in columns
            ),
            numbers=numbers,
            levels=[
                [
                    PLAIN if column.plain or code is None else level(number, lowest[at])
                    for at, (number, column) in enumerate(zip(line, columns, strict=True))
                ]
                for line, code in zip(numbers, codes, strict=True)
            ],
        ),
        rows=[code.id if code else None for code in codes],
        columns=keys,
        scales=list(zip(scales, lowest, strict=True)),
        plain=_("totals"),
        words=lambda row, column: _words(result, rows[row], columns[column]),
        listing=lambda row, column: _listing(result, rows[row], columns[column]),
        exports=exports,
    )


def _words(result: Frequencies, position: int | None, column: _Column) -> str:
    """A cell in words."""
    number = column.number(position)
    message = {
        Counted.CODINGS: ngettext(
            "{code} has {number} coding", "{code} has {number} codings", number
        ),
        Counted.SOURCES: ngettext(
            "{code} is in {number} transcript", "{code} is in {number} transcripts", number
        ),
        Counted.CASES: ngettext(
            "{code} is in {number} case", "{code} is in {number} cases", number
        ),
    }[column.counted]
    told = message.format(code=_name(result, position, column), number=f"{number:,}")
    if column.by:
        told = f"{told}, {_where(column.by)}"
    total = column.total._asdict()[column.counted]
    if position is None:
        return f"{told}."
    return told + _(" (all codes together: {total}).").format(total=f"{total:,}")


def _name(result: Frequencies, position: int | None, column: _Column) -> str:
    if position is None:
        return _("All codes together")
    code = result.rows[position].code
    name = short(code.label)
    below = any(row.code.parent_id == code.id for row in result.rows)
    return (
        _("{code} with the codes under it").format(code=name) if column.subcodes and below else name
    )


def _where(by: tuple[str, str | None]) -> str:
    variable, value = by
    if value is None:
        return _("in transcripts without a value of {variable}").format(variable=variable)
    return _("where {variable} is {value}").format(variable=variable, value=value)


def _listing(result: Frequencies, position: int | None, column: _Column) -> Listing | None:
    if not column.number(position):
        return None
    code = None if position is None else result.rows[position].code
    parts = [_name(result, position, column)]
    if column.by:
        parts.append(_where(column.by))
    if column.counted is not Counted.CODINGS:
        each = {
            Counted.SOURCES: _("one excerpt for each transcript"),
            Counted.CASES: _("one excerpt for each case"),
        }[column.counted]
        parts.append(each)
    read = partial(
        frequency_excerpts,
        code=code.id if code else None,
        counted=column.counted,
        selection=result.selection,
        subcodes=column.subcodes,
        by=column.by,
    )
    return Listing(together([*parts, *selected(result.selection, ())]), read)
