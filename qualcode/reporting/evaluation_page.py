"""An evaluation as one HTML file: tables, warnings and plots, without scripts and other files."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from qualcode.reporting.evaluation import code_screen, comparison_table, notes, remarks
from qualcode.reporting.evaluation_plots import precision_recall_plot, reliability_plot
from qualcode.reporting.tables import Cell, Table

if TYPE_CHECKING:
    from qualcode.suggesting.evaluation_results import Bin, CodeEvaluation, Evaluation

_STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; color: #111; background: #fff;
  max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #bbb; text-align: right; }
th { border-bottom: 2px solid #333; }
td.words, th.words { text-align: left; white-space: pre-wrap; }
.wide { overflow-x: auto; }
.warnings { border-left: 5px solid #333; padding-left: 1rem; }
svg { max-width: 100%; }
svg text { font: 12px system-ui, sans-serif; fill: #111; }
svg .frame { fill: none; stroke: #777; }
svg .even { stroke: #777; stroke-dasharray: 4 4; }
svg polyline { fill: none; stroke: #111; stroke-width: 2; }
svg circle { fill: #444; }
svg rect { fill: #fff; stroke: #111; stroke-width: 2; }
section { break-inside: avoid; border-top: 1px solid #bbb; }
"""
_TITLE = "How good the suggestions are"


def page(result: Evaluation) -> str:
    """The whole page."""
    used = [each for each in result.codes if each.units]
    parts = [
        f"<h1>{_TITLE}</h1>",
        *(f"<p>{escape(note)}</p>" for note in notes(result)),
        _warnings(result),
        "<h2>Over all codes</h2>",
        _table(comparison_table(result), words=2),
        "<h2>Code by code</h2>",
        _table(code_screen(result), words=1),
        "<h2>Can the scores be believed?</h2>",
        "<p>All codes together. Where scores can be believed, the dots are on the dashed line: "
        "of what is scored 0.7, seven in ten have the code. A larger dot stands for more "
        f"{escape(result.unit)}s. In the plots of precision and recall the dashed line is chance "
        "and the square is what is proposed: each part has a threshold of its own, so it need not "
        "lie on the line.</p>",
        reliability_plot("all codes", result.reliability),
        _table(_reliability(result.unit, result.reliability), words=1),
        *(_section(each, result) for each in used),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _warnings(result: Evaluation) -> str:
    lines = [escape(each) for each in result.warnings]
    lines += [
        f"{escape(code.label)}: {escape(' '.join(found))}" for code, found in remarks(result.codes)
    ]
    if not lines:
        return ""
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f'<div class="warnings"><h2>Take care</h2><ul>{listed}</ul></div>'


def _section(found: CodeEvaluation, result: Evaluation) -> str:
    name = found.code.label
    caution = f"<p>{escape(' '.join(found.warnings))}</p>" if found.warnings else ""
    return (
        f"<section><h3>{escape(name)}</h3><p>{found.units:,} {escape(result.unit)}s in "
        f"{found.groups} {escape(result.by)}s, {found.examples:,} examples.</p>{caution}"
        + reliability_plot(name, found.reliability)
        + precision_recall_plot(name, found.curve, found.learned, found.units / result.units)
        + "</section>"
    )


def _reliability(unit: str, bins: tuple[Bin, ...]) -> Table:
    return Table(
        "",
        ("score", f"{unit}s × codes", "mean score", "share with the code"),
        tuple(
            (f"{each.low:.1f} to {each.high:.1f}", each.units, each.mean_score, each.share)
            for each in bins
        ),
    )


def _table(table: Table, *, words: int) -> str:
    """A table whose first columns are words."""

    def row(cells: tuple[Cell, ...], tag: str) -> str:
        return (
            "<tr>"
            + "".join(
                f"<{tag}{' class=words' if at < words else ''}>{_cell(cell)}</{tag}>"
                for at, cell in enumerate(cells)
            )
            + "</tr>"
        )

    head = row(table.columns, "th")
    body = "\n".join(row(cells, "td") for cells in table.rows)
    return (
        f'<div class="wide"><table>\n<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table></div>'
    )


def _cell(value: Cell) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else escape(value)
