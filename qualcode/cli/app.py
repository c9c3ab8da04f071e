"""All commands under one name, in groups as `qualcode --help` shows them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from qualcode import __version__
from qualcode.cli import (
    cases,
    codebook,
    coders,
    codings,
    consensus,
    example,
    excerpts,
    export,
    find,
    history,
    memos,
    project,
    queries,
    report,
    sources,
    suggest,
    suggest_evaluate,
    suggest_export,
    suggest_forget,
    survey,
    transcripts,
)
from qualcode.cli.open import open_
from qualcode.cli.serve import serve
from qualcode.cli.settings import settings

_PANELS = ("The study", "Codes and codings", "Results", "History and safety")
STUDY, MATERIAL, RESULTS, SAFETY = _PANELS


class _AsWritten(TyperGroup):
    """Lists commands in the order of the groups below; Typer puts single commands first."""

    def list_commands(self, ctx: Any) -> list[str]:
        names = super().list_commands(ctx)
        panel = {name: getattr(self.commands[name], "rich_help_panel", None) for name in names}
        return sorted(names, key=lambda name: _PANELS.index(panel[name]))


app = typer.Typer(
    cls=_AsWritten,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Code and analyse qualitative interviews, on this machine and nowhere else.",
    epilog="Start with `qualcode new STUDY`; every command has --help with an example. "
    "--debug shows the technical detail of an error.",
)


app.command("new", rich_help_panel=STUDY)(project.new)
app.command("example", rich_help_panel=STUDY)(example.example)
app.command("info", rich_help_panel=STUDY)(project.info)
app.command("import", rich_help_panel=STUDY)(transcripts.import_)
app.add_typer(sources.app, name="sources", rich_help_panel=STUDY)
app.add_typer(cases.app, name="cases", rich_help_panel=STUDY)
app.command("open", rich_help_panel=MATERIAL)(open_)
app.command("serve", rich_help_panel=MATERIAL)(serve)
app.command("settings", rich_help_panel=MATERIAL)(settings)
app.add_typer(codebook.app, name="codebook", rich_help_panel=MATERIAL)
app.add_typer(coders.app, name="coders", rich_help_panel=MATERIAL)
app.add_typer(codings.app, name="codings", rich_help_panel=MATERIAL)
app.add_typer(consensus.app, name="consensus", rich_help_panel=MATERIAL)
app.add_typer(memos.app, name="memos", rich_help_panel=MATERIAL)
suggest.app.command("forget")(suggest_forget.forget)
suggest.app.command("evaluate")(suggest_evaluate.evaluate)
suggest.app.command("export")(suggest_export.export)
app.add_typer(suggest.app, name="suggest", rich_help_panel=MATERIAL)
app.command("find", rich_help_panel=RESULTS)(find.find)
app.command("excerpts", rich_help_panel=RESULTS)(excerpts.excerpts)
app.add_typer(queries.app, name="queries", rich_help_panel=RESULTS)
app.add_typer(survey.app, name="survey", rich_help_panel=RESULTS)
app.add_typer(report.app, name="report", rich_help_panel=RESULTS)
app.add_typer(export.app, name="export", rich_help_panel=RESULTS)
app.command("history", rich_help_panel=SAFETY)(history.show_history)
app.command("undo", rich_help_panel=SAFETY)(history.undo)
app.command("redo", rich_help_panel=SAFETY)(history.redo)
app.command("check", rich_help_panel=SAFETY)(project.check)
app.command("backup", rich_help_panel=SAFETY)(project.backup)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass
