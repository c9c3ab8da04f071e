"""qualcode suggest: run, list, accept, reject, runs, why, similar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.console import (
    confirm,
    console,
    count,
    prepare_lexicon,
    progress,
    say,
    when,
    write_or_show,
    write_to_file,
)
from qualcode.cli.options import (
    Coder,
    Out,
    ProjectPath,
    open_project,
    selecting_suggestions,
    whole_numbers,
)

if TYPE_CHECKING:
    from qualcode.model import Suggestion
    from qualcode.project import Project
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="Proposed codings, which a person accepts or rejects.")

_Run = Annotated[int | None, typer.Option("--run", help="Only those of this run.")]
_MinScore = Annotated[float, typer.Option("--min-score", help="Only those from this score up.")]
_Negated = Annotated[
    bool | None,
    typer.Option(
        "--negated/--not-negated", help="Only those that stand in a negation; only the others."
    ),
]
_Ids = Annotated[
    str | None,
    typer.Argument(metavar="ID,ID,…", help="Suggestions by number; or use the filters."),
]
_All = Annotated[bool, typer.Option("--all", help="All open suggestions that the filters leave.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def run(
    path: ProjectPath,
    source: Annotated[
        list[str] | None, typer.Option("--sources", metavar="NAME", help="Only these transcripts.")
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option("--codes", metavar="CODE", help="Only these codes.")
    ] = None,
    suggester: Annotated[
        str, typer.Option(help="Who suggests: learned, indicator-terms, or one you installed.")
    ] = "learned",
    units: Annotated[
        str,
        typer.Option(help="What gets a suggestion: sentence, turn, or span (joined sentences)."),
    ] = "span",
    aim: Annotated[
        str, typer.Option(help="What matters more: balanced, few-false or miss-little.")
    ] = "balanced",
    min_score: Annotated[
        float | None,
        typer.Option(help="Every unit with this score or more, unjoined; 0 for all units."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="What was rejected may be suggested again.")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Draws what to learn from where there is too much.")
    ] = 0,
    resume: Annotated[
        int | None, typer.Option(metavar="RUN", help="Go on with a run that was stopped.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Propose on the Dask cluster at this address. The transcripts' words are sent "
            "there; without this option nothing leaves the machine.",
        ),
    ] = None,
    coder: Coder = None,
) -> None:
    """Go through the corpus and suggest codes. Ctrl-C stops; --resume goes on.

    Example: qualcode suggest run samordning.qualcode --codes Ressursbarrierer
    """
    from qualcode.suggesting import runs
    from qualcode.suggesting.passages import read_with

    with open_project(path, coder=coder) as project:
        settings = runs.Settings(
            suggester,
            tuple(source or ()),
            tuple(code or ()),
            units=units,
            aim=aim,
            min_score=min_score,
            again=again,
            seed=seed,
        )
        prepare_lexicon(project.language)
        say(f"Read with {read_with(project)}.")
        try:
            with progress("Suggesting") as move:
                done = (
                    runs.resume(project, resume, progress=move, cluster=dask)
                    if resume
                    else runs.run(project, settings, progress=move, cluster=dask)
                )
        except KeyboardInterrupt:
            latest = runs.runs(project)[0]
            say(
                f"Stopped. What was found is kept; go on with: "
                f"qualcode suggest run {path} --resume {latest.id}"
            )
            raise typer.Exit(130) from None
        say(
            f"Run {done.id}: {count(done.sources, 'source')}, {count(done.proposed, 'proposal')}, "
            f"{count(done.added, 'new suggestion')}; the others were suggested or coded already."
        )


_Source = Annotated[str, typer.Argument(metavar="SOURCE", help="The transcript's name.")]
_Start = Annotated[int, typer.Argument(help="Where the words start, in code points.")]
_End = Annotated[int, typer.Argument(help="Where they end.")]


@app.command()
def why(
    path: ProjectPath,
    source: _Source,
    start: _Start,
    end: _End,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code's name or path.")],
) -> None:
    """Tell why words have a suggestion for a code, or why they have none.

    Example: qualcode suggest why samordning.qualcode F01_2023 1200 1260 "Ventetid og kø"
    """
    from qualcode.model import Span
    from qualcode.project.codes import find_code
    from qualcode.project.sources import find_source
    from qualcode.suggesting.why import explain

    with open_project(path, read_only=True) as project:
        prepare_lexicon(project.language)
        found = find_source(project, source)
        for told in explain(project, found.id, Span(start, end), find_code(project, code).id):
            words = " ".join(found.text[slice(*told.unit)].split())
            if told.score is None:
                say(f"{words}\n  {told.reason}\n")
                continue
            trusted = "weak: few examples" if told.weak else f"threshold {told.threshold:.2f}"
            pulls = [item for item in told.evidence if "pull" in item]
            say(f"{words}\n  {told.reason}, score {told.score:.2f} ({trusted})")
            for heading, sign in (("for it", 1), ("against it", -1)):
                listed = [f"{i['words']} ({i['term']})" for i in pulls if sign * i["pull"] > 0]
                say(f"  {heading}: {', '.join(listed) or '–'}")
            say("")


@app.command()
def similar(
    path: ProjectPath,
    source: _Source,
    start: _Start,
    end: _End,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
) -> None:
    """Find more like some words, the likest first.

    Example: qualcode suggest similar samordning.qualcode F01_2023 1200 1260
    """
    from qualcode.model import Span
    from qualcode.project.sources import find_source, sources
    from qualcode.suggesting.why import find_similar

    with open_project(path, read_only=True) as project:
        prepare_lexicon(project.language)
        known = {each.id: each for each in sources(project)}
        found = find_source(project, source)
        for like in find_similar(project, found.id, Span(start, end), limit=limit):
            there = known[like.source_id]
            say(f"{like.likeness:.2f}  {there.name} {like.span.start}–{like.span.end}")
            say(f"{' '.join(there.text[slice(*like.span)].split())}\n")


@app.command("runs")
def list_runs(path: ProjectPath, out: Out = None) -> None:
    """List the suggestion runs; into a file with their settings, versions and decisions.

    Example: qualcode suggest runs samordning.qualcode --out runs.csv
    """
    from qualcode.reporting.runs import run_table
    from qualcode.suggesting.queue import Tally, tallies
    from qualcode.suggesting.runs import runs

    with open_project(path, read_only=out is None) as project:
        if out:
            write_to_file(project, run_table(project), out)
            return
        counted = tallies(project)
        known = runs(project)
    for run in known:
        tally = counted.get(run.id, Tally())
        ended = when(run.finished_at) if run.finished_at else "stopped"
        say(f"Run {run.id}: {run.suggester}, by {run.coder}, {when(run.started_at)} – {ended}")
        say(f"  {run.sources_done} of {count(run.sources, 'source')}")
        say(f"  {run.proposed:,} proposed, {run.added:,} of them new")
        say(f"  now {tally.open:,} open, {tally.accepted:,} accepted, {tally.rejected:,} rejected")
        if run.read_with:
            say(f"  read with {run.read_with}")
    say(f"{count(len(known), 'run')}.")


@app.command("list")
@selecting_suggestions
def list_(
    path: ProjectPath,
    selection: Selection,
    run: _Run = None,
    min_score: _MinScore = 0.0,
    negated: _Negated = None,
    decided: Annotated[bool, typer.Option("--decided", help="Decided ones too.")] = False,
    order: Annotated[
        str,
        typer.Option(
            help="What comes first: score, code, place, spread (over the transcripts) or unsure "
            "(the least certain)."
        ),
    ] = "score",
    limit: Annotated[int, typer.Option(min=0, help="How many to show; 0 for all.")] = 20,
    out: Out = None,
) -> None:
    """List suggestions with the words that led to them.

    Example: qualcode suggest list samordning.qualcode --code "Ventetid og kø" --order spread
    """
    from qualcode.model import Decision
    from qualcode.reporting.results import suggestion_table
    from qualcode.suggesting.decisions import suggestions
    from qualcode.suggesting.queue import Order, Wanted, queue

    with open_project(path, read_only=out is None) as project:
        decision = None if decided else Decision.OPEN
        wanted = Wanted(selection, run, min_score, negated, decision)
        found = queue(project, wanted, Order(order))
        shown = found if out else found[: limit or None]
        by_id = {each.id: each for each in suggestions(project, decision=None, ids=shown)}
        table = suggestion_table(project, [by_id[number] for number in shown])
        if out:
            write_or_show(project, table, out)
            return
    for row in table.rows:
        _show(dict(zip(table.columns, row, strict=True)))
    say(
        f"{count(len(found), 'suggestion')}"
        + (f", {limit} shown." if 0 < limit < len(found) else ".")
    )


def _show(suggestion: dict[str, Any]) -> None:
    from rich.text import Text

    head = Text(f"#{suggestion['id']}  {suggestion['score']:.2f}  ", style="bold")
    head.append(f"{suggestion['code']}  {suggestion['evidence']}", style="not bold")
    place = Text(f"{suggestion['source']} {suggestion['start']}–{suggestion['end']}", style="dim")
    if suggestion["decision"] != "open":
        place.append(f", {suggestion['decision']}")
    out = console()
    out.print(head)
    out.print(place)
    out.print(Text(suggestion["text"]))
    out.print()


@app.command()
@selecting_suggestions
def accept(
    path: ProjectPath,
    selection: Selection,
    ids: _Ids = None,
    all_: _All = False,
    run: _Run = None,
    min_score: _MinScore = 0.0,
    negated: _Negated = None,
    code_instead: Annotated[
        str, typer.Option("--with-code", metavar="CODE", help="Another code than was suggested.")
    ] = "",
    yes: _Yes = False,
    coder: Coder = None,
) -> None:
    """Make codings of suggestions; they remember their run. One undoable action.

    Example: qualcode suggest accept samordning.qualcode 12,15
    """
    from qualcode.project.codes import find_code
    from qualcode.suggesting import decisions

    with open_project(path, coder=coder) as project:
        chosen = _chosen(project, selection, ids, all_, run, min_score, negated)
        if _sure(chosen, "Accept", all_, yes):
            code_id = find_code(project, code_instead).id if code_instead else None
            added = decisions.accept(project, chosen, code_id=code_id)
            say(f"Accepted {count(len(chosen), 'suggestion')}: {count(added, 'new coding')}.")


@app.command()
@selecting_suggestions
def reject(
    path: ProjectPath,
    selection: Selection,
    ids: _Ids = None,
    all_: _All = False,
    run: _Run = None,
    min_score: _MinScore = 0.0,
    negated: _Negated = None,
    yes: _Yes = False,
    coder: Coder = None,
) -> None:
    """Turn suggestions down; they are not proposed again. One undoable action.

    Example: qualcode suggest reject samordning.qualcode --all --code "Uklare begreper"
    """
    from qualcode.suggesting import decisions

    with open_project(path, coder=coder) as project:
        chosen = _chosen(project, selection, ids, all_, run, min_score, negated)
        if _sure(chosen, "Reject", all_, yes):
            decisions.reject(project, chosen)
            say(f"Rejected {count(len(chosen), 'suggestion')}.")


def _chosen(
    project: Project,
    selection: Selection,
    ids: str | None,
    all_: bool,
    run: int | None,
    min_score: float,
    negated: bool | None,
) -> list[Suggestion]:
    from qualcode.errors import InputError
    from qualcode.suggesting.decisions import suggestions

    if bool(ids) == all_:
        raise InputError("Name suggestions by number, or take --all that the filters leave.")
    return suggestions(
        project,
        selection,
        run_id=run,
        min_score=min_score,
        negated=negated,
        ids=whole_numbers(ids) if ids else None,
    )


def _sure(chosen: list[Suggestion], verb: str, all_: bool, yes: bool) -> bool:
    if not chosen:
        say("No open suggestion fits.")
        return False
    return not all_ or confirm(f"{verb} {count(len(chosen), 'suggestion')}?", yes=yes)
