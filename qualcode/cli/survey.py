"""qualcode survey: import, list, link, unlink, note, quote, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import count, say, show_table, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project, whole_numbers
from qualcode.project.survey import Fit

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.survey import Indicator

app = typer.Typer(
    no_args_is_help=True,
    help="A survey's figures beside the interviews: import, link to codes, note how they fit.",
)
_IndicatorName = Annotated[
    str,
    typer.Argument(metavar="INDICATOR", help="Its name, or words that only this one's name has."),
]
_Codes = Annotated[
    list[str], typer.Argument(metavar="CODE…", help="Names or paths, each with all under it.")
]


@app.command("import")
def import_(
    path: ProjectPath,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV or Excel: indicator, group, year, percent and perhaps n."
        ),
    ],
    coder: Coder = None,
) -> None:
    """Bring in a table of survey figures; importing again updates them.

    Headings may be Norwegian: indikator, gruppe, år, prosent, antall. Percentages may be written
    47,5 or 47 %, and ca. 50 where that is all that is known; n may be left out.

    Example: qualcode survey import samordning.qualcode corpora/samordning/survey.csv
    """
    from qualcode.importing.survey import import_survey

    with open_project(path, coder=coder) as project:
        done = import_survey(project, table)
        stored = done.stored
        say(
            f"Read {count(len(done.figures), 'figure')} from {table.name}: {stored.added} new, "
            f"{stored.changed} with other numbers, {stored.unchanged} as before."
        )
        if done.unused:
            say(f"Columns that were not used: {', '.join(done.unused)}.")
        without = [each.name for each in _indicators(project) if not each.code_ids]
        if without:
            say(
                f"{count(len(without), 'indicator')} without a code; `qualcode survey link` sets "
                "codes beside one."
            )


@app.command("list")
def list_(path: ProjectPath, out: Out = None) -> None:
    """List the figures with the codes and notes beside them; a file can be imported again.

    Example: qualcode survey list samordning.qualcode
    """
    from qualcode.project.codes import codes
    from qualcode.reporting.tables import Table

    with open_project(path, read_only=out is None) as project:
        found = _indicators(project)
        rows = tuple(
            (
                figure.indicator,
                figure.group,
                figure.year,
                figure.percent,
                figure.n,
                "yes" if figure.approximate else "",
            )
            for each in found
            for figure in each.figures
        )
        columns = ("indicator", "group", "year", "percent", "n", "approximate")
        if out:
            write_or_show(project, Table("Survey figures", columns, rows), out)
            return
        if not found:
            say("There are no survey figures. `qualcode survey import` brings a table in.")
            return
        names = {code.id: code.label for code in codes(project)}
        shown = tuple(
            (*row[:3], f"{'about ' if row[5] else ''}{row[3]:g}", "–" if row[4] is None else row[4])
            for row in rows
        )
        show_table(Table("Survey figures", columns[:5], shown), numbers_from=3)
        for each in found:
            say(f"{each.name}")
            say(f"  codes: {'; '.join(names[one] for one in each.code_ids) or 'none'}")
            for note in each.notes:
                say(f"  {note.fit} ({note.coder}): {note.text}")
            if each.quoted:
                say(f"  quoted: {', '.join(f'#{one}' for one in each.quoted)}")


@app.command()
def link(path: ProjectPath, indicator: _IndicatorName, codes: _Codes, coder: Coder = None) -> None:
    """Set codes beside an indicator.

    Example: qualcode survey link samordning.qualcode "hørt om" "Har hørt om endringene"
    """
    from qualcode.project.codes import find_code
    from qualcode.project.survey import link_codes

    with open_project(path, coder=coder) as project:
        found = _find(project, indicator)
        new = link_codes(project, found, [find_code(project, name) for name in codes])
        say(f"Linked {count(new, 'more code')} to “{found.name}”.")


@app.command()
def unlink(
    path: ProjectPath, indicator: _IndicatorName, codes: _Codes, coder: Coder = None
) -> None:
    """Set codes beside an indicator no longer.

    Example: qualcode survey unlink samordning.qualcode "hørt om" "Har hørt om endringene"
    """
    from qualcode.project.codes import find_code
    from qualcode.project.survey import unlink_codes

    with open_project(path, coder=coder) as project:
        found = _find(project, indicator)
        gone = unlink_codes(project, found, [find_code(project, name) for name in codes])
        say(f"Unlinked {count(gone, 'code')} from “{found.name}”.")


@app.command()
def note(
    path: ProjectPath,
    indicator: _IndicatorName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Why; an empty text takes it away.")],
    fit: Annotated[
        Fit, typer.Option(help="How survey and interviews fit together; open if undecided.")
    ] = Fit.OPEN,
    coder: Coder = None,
) -> None:
    """Note how survey and interviews fit together on an indicator.

    They confirm each other, the one expands on the other, or they disagree (discordance). You have
    one note on each indicator; writing again replaces it.

    Example: qualcode survey note samordning.qualcode "hørt om" "Det samme." --fit confirmation
    """
    from qualcode.project.survey import write_survey_note

    with open_project(path, coder=coder) as project:
        found = _find(project, indicator)
        write_survey_note(project, found, fit, text)
        done = f"Noted {fit} on" if text.strip() else "Took away your note on"
        say(f"{done} “{found.name}”.")


@app.command()
def quote(
    path: ProjectPath,
    indicator: _IndicatorName,
    codings: Annotated[
        str, typer.Argument(metavar="CODINGS", help="Numbers as `qualcode excerpts` shows them.")
    ],
    drop: Annotated[bool, typer.Option("--drop", help="Choose them no longer.")] = False,
    coder: Coder = None,
) -> None:
    """Choose codings whose words a joint display quotes on an indicator.

    Example: qualcode survey quote samordning.qualcode "hørt om" 12,15
    """
    from qualcode.project.survey import choose_quotations, drop_quotations

    with open_project(path, coder=coder) as project:
        found = _find(project, indicator)
        change = drop_quotations if drop else choose_quotations
        number = change(project, found, whole_numbers(codings))
        did = "Dropped" if drop else "Chose"
        say(f"{did} {count(number, 'quotation')} for “{found.name}”.")


@app.command()
def remove(path: ProjectPath, indicator: _IndicatorName, coder: Coder = None) -> None:
    """Take an indicator away with its figures, links and notes; `qualcode undo` brings it back.

    Example: qualcode survey remove samordning.qualcode "hørt om"
    """
    from qualcode.project.survey import remove_indicator

    with open_project(path, coder=coder) as project:
        found = _find(project, indicator)
        remove_indicator(project, found)
        say(f"Removed “{found.name}” with {count(len(found.figures), 'figure')}.")


def _find(project: Project, indicator: str) -> Indicator:
    from qualcode.project.survey import find_indicator

    return find_indicator(project, indicator)


def _indicators(project: Project) -> list[Indicator]:
    from qualcode.project.survey import survey_indicators

    return survey_indicators(project)
