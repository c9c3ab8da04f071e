"""qualcode suggest evaluate: how far the suggestions can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.console import prepare_lexicon, progress, say, show_table
from qualcode.cli.options import ProjectPath, open_project


def evaluate(
    path: ProjectPath,
    by: Annotated[str, typer.Option(help="What is held out together: source or case.")] = "source",
    units: Annotated[str, typer.Option(help="What is judged: sentence or turn.")] = "sentence",
    aim: Annotated[
        str, typer.Option(help="What thresholds are for: balanced, few-false or miss-little.")
    ] = "balanced",
    folds: Annotated[
        int,
        typer.Option(
            min=2, help="In how many parts to hold out; one source or case each if fewer."
        ),
    ] = 10,
    coder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Learn from and judge by this coder's codings only."),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Draws what to learn from where there is too much.")
    ] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write to a file: .json, .csv or .html."),
    ] = None,
) -> None:
    """Measure the suggestions on sources held out, beside baselines and a second coder.

    Example: qualcode suggest evaluate samordning.qualcode --by case --out evaluation.html
    """
    from qualcode.reporting import evaluation as report
    from qualcode.suggesting.evaluation import evaluate as measure
    from qualcode.suggesting.evaluation_warnings import of_scores

    if out:
        report.check_suffix(out)
    with open_project(path, read_only=out is None) as project:
        prepare_lexicon(project.language)
        with progress("Learning without each part in turn") as move:
            result = measure(
                project,
                by=by,
                unit=units,
                aim=aim,
                folds_wanted=folds,
                coder=coder,
                seed=seed,
                progress=move,
            )
        if out:
            report.write_evaluation(result, out)
            project.record_written_file("export", out)
    if out:
        say(f"Wrote {out}.")
    else:
        show_table(report.code_screen(result))
        show_table(report.comparison_table(result), numbers_from=2)
        for told in of_scores(result):
            say(told)
        for code, found in report.remarks(result.codes):
            say(f"! {code.label}: {' '.join(found)}")
    for warning in result.warnings:
        say(f"Take care: {warning}")
