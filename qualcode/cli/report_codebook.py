"""qualcode report codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import show_table, working, write_to_file
from qualcode.cli.options import FigureOut, ProjectPath, open_project, selecting
from qualcode.errors import NotFoundError
from qualcode.reporting.codebook_quality_labels import QualityView

if TYPE_CHECKING:
    from qualcode.analysis.codebook_quality_results import CodebookQuality
    from qualcode.project.selection import Selection
    from qualcode.reporting.tables import Table

_SHOWN = {QualityView.CODES: 60, QualityView.FINDINGS: 40, QualityView.DRIFT: 20}


@selecting
def codebook(
    path: ProjectPath,
    selection: Selection,
    overlap: Annotated[
        float,
        typer.Option(min=0.01, max=1, help="Share of words from which codes are always together."),
    ] = 0.8,
    short: Annotated[int, typer.Option(min=0, help="Words up to which codings are short.")] = 3,
    comparable: Annotated[
        str,
        typer.Option(
            metavar="VARIABLE", help="Halve each coder's work within the values of this variable."
        ),
    ] = "",
    over: Annotated[
        str, typer.Option(metavar="VARIABLE", help="Compare use between values, as of wave.")
    ] = "",
    show: Annotated[
        QualityView, typer.Option(help="Codes, findings, or shares over time.")
    ] = QualityView.CODES,
    rounds: Annotated[int, typer.Option(min=1, help="Of the permutation tests.")] = 1999,
    seed: Annotated[int, typer.Option(min=0, help="Of the permutation tests.")] = 0,
    finding: Annotated[
        int | None,
        typer.Option(min=1, metavar="NO", help="Instead, the excerpts behind a finding."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every row.")] = False,
    out: FigureOut = None,
) -> None:
    """Look for weak places in the codebook, each with the words that show it.

    Codes that nobody uses, or one coder only; that are nearly always together; that stand beside
    their sub-codes; whose use drifts over time; without definition; in one source; very short.

    Example: qualcode report codebook samordning.qualcode --over wave
    """
    from qualcode.analysis.codebook_quality import codebook_quality, finding_excerpts
    from qualcode.reporting.codebook_quality import codebook_quality_report, shown

    with open_project(path, read_only=out is None) as project:
        with working("Looking"):
            result = codebook_quality(
                project,
                selection,
                overlap=overlap,
                short=short,
                comparable=comparable,
                over=over,
                rounds=rounds,
                seed=seed,
            )
        if finding is not None:
            from qualcode.cli.excerpts import write_or_show_excerpts

            found = finding_excerpts(project, _of(result, finding))
            write_or_show_excerpts(project, found, out, all_=all_)
        elif out is not None:
            write_to_file(project, codebook_quality_report(project, result, show), out)
        else:
            table = shown(result, show, "en")
            table = _narrow(result, table, show)
            show_table(
                table,
                numbers_from=1 if show is QualityView.FINDINGS else 3,
                limit=None if all_ else _SHOWN[show],
            )


def _of(result: CodebookQuality, number: int) -> tuple[int, ...]:
    if number > len(result.findings):
        raise NotFoundError(
            f"There is no finding {number}.",
            remedy=f"There are {len(result.findings)}; --show findings lists them.",
        )
    return result.findings[number - 1].codings


def _narrow(result: CodebookQuality, table: Table, show: QualityView) -> Table:
    """What fits on a screen: codes by name in their tree, findings as sentences."""
    from dataclasses import replace

    from qualcode.reporting.results import indented

    if show is QualityView.FINDINGS:
        rows = tuple((f"{row[0]}. {row[-1]}", row[-2]) for row in table.rows)
        return replace(table, columns=("finding", "codings"), rows=rows)
    if show is QualityView.DRIFT:
        return table
    columns = ("findings", "coders", "codings", "sources", "words", "definition", "% shared")
    return replace(
        table,
        columns=("code", *columns),
        rows=tuple(
            (
                indented(each.code),
                *row[1:3],
                each.codings,
                each.sources,
                None if each.median_words is None else f"{each.median_words:g}",
                each.definition_words,
                row[9] and f"{row[9]:g}",
            )
            for each, row in zip(result.rows, table.rows, strict=True)
        ),
    )
