"""qualcode consensus: settling what coders differ on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.cli.console import confirm, console, count, say, show_table, when, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project, selecting_alike
from qualcode.errors import InputError
from qualcode.model import Span

if TYPE_CHECKING:
    from qualcode.analysis.agreement.consensus import Settlement
    from qualcode.analysis.agreement.disputes import Dispute
    from qualcode.project import Project
    from qualcode.project.selection import Selection

app = typer.Typer(
    no_args_is_help=True,
    help="What coders differ on: list it, settle it one by one, take over what is agreed.",
)

_SHOWN = 30
_AROUND = 120  # code points before and after the words
Unit = Annotated[AgreementUnit, typer.Option(help="Where coders may differ.")]
Consensus = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="NAME",
        help="Who stands for the consensus; else who did so last, or “consensus”.",
        rich_help_panel="Who",
    ),
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="As `list` shows it, or how it begins.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="A memo on why.")]


@app.command("list")
@selecting_alike
def list_(
    path: ProjectPath,
    selection: Selection,
    unit: Unit = AgreementUnit.SENTENCE,
    order: Annotated[
        str, typer.Option(metavar="text|code", help="What comes first in the list.")
    ] = "text",
    open_: Annotated[bool, typer.Option("--open", help="Only what is not settled yet.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Show every one.")] = False,
    out: Out = None,
    consensus: Consensus = "",
) -> None:
    """List what coders differ on, with the key of each and what was decided.

    Example: qualcode consensus list samordning.qualcode --source A01_2023 --open
    """
    from qualcode.analysis.agreement.consensus import Order, settlement
    from qualcode.reporting.consensus import dispute_screen, dispute_table

    if order not in list(Order):
        raise InputError(
            f"There is no order “{order}”.", remedy=f"Choose one of {', '.join(Order)}."
        )
    with open_project(path, read_only=out is None) as project:
        found = settlement(project, selection, unit=unit, consensus=consensus, order=Order(order))
        shown = found
        if open_:
            shown = replace(
                found, disputes=tuple(each for each in found.disputes if not each.settled)
            )
        if out:
            write_or_show(project, dispute_table(shown), out)
            return
        table = replace(dispute_screen(shown), notes=dispute_screen(found).notes)
        show_table(table, numbers_from=len(table.columns), limit=None if all_ else _SHOWN)


@app.command()
@selecting_alike
def show(
    path: ProjectPath,
    key: Key,
    selection: Selection,
    unit: Unit = AgreementUnit.SENTENCE,
    consensus: Consensus = "",
) -> None:
    """Show one difference: the words, what each coder has there, and how the code is defined.

    Example: qualcode consensus show samordning.qualcode 0e445efe
    """
    from qualcode.analysis.agreement.measuring import agreement

    with open_project(path, read_only=True) as project:
        found, dispute = _found(project, key, selection, unit, consensus)
        figures = agreement(project, selection, unit=unit)
        by_code = {row.code.id: row for row in figures.codes if row.code}
        _show(project, found, dispute)
        for one in dispute.codes:
            row = by_code[one.id]
            alpha, cohen = (
                "undefined" if each.value is None else f"{each.value:.3f}"
                for each in (row.alpha, row.cohen)
            )
            say(f"\n{one.label}: alpha {alpha}, Cohen {cohen}")
            say(one.definition or "No definition yet.")


@app.command()
@selecting_alike
def decide(
    path: ProjectPath,
    key: Key,
    selection: Selection,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="CODER", help="Keep this coder's. Repeatable."),
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Keep nobody's.")] = False,
    use: Annotated[
        list[str] | None,
        typer.Option("--use", metavar="CODE", help="Another code instead. Repeatable."),
    ] = None,
    words: Annotated[
        str,
        typer.Option(
            "--words", metavar="START-END", help="With --use: these positions, not the coders'."
        ),
    ] = "",
    why: Why = "",
    unit: Unit = AgreementUnit.SENTENCE,
    consensus: Consensus = "",
    as_: Coder = None,
) -> None:
    """Settle one difference: whose coding the consensus gets. An earlier decision is taken back.

    Example: qualcode consensus decide samordning.qualcode 0e445efe --keep anne --why "Som avtalt."
    """
    from qualcode.analysis.agreement import consensus as settling
    from qualcode.project.codes import find_code

    if sum(map(bool, (keep, nobody, use))) != 1:
        raise InputError(
            "It has to be said how the difference is settled.",
            remedy="Give one of --keep CODER, --nobody and --use CODE.",
        )
    if words and not use:
        raise InputError("--words goes with --use.", remedy="Name the code that the words get.")
    with open_project(path, coder=as_) as project:
        found, dispute = _found(project, key, selection, unit, consensus)
        name = found.consensus
        if use:
            span = _span(words) if words else Span(dispute.start, dispute.end)
            ids = [find_code(project, one).id for one in use]
            settling.decide_otherwise(project, dispute, span, ids, consensus=name, reason=why)
        else:
            settling.decide(project, dispute, keep or (), consensus=name, reason=why)
        now = settling.with_decisions(project, found)
        _show(project, now, settling.find_dispute(now, dispute.key))
        say(f"\nSettled: {now.settled:,} of {len(now.disputes):,}.")


@app.command()
@selecting_alike
def reopen(
    path: ProjectPath,
    key: Key,
    selection: Selection,
    unit: Unit = AgreementUnit.SENTENCE,
    consensus: Consensus = "",
    as_: Coder = None,
) -> None:
    """Take back what was decided on a difference, with the codings that it brought.

    Example: qualcode consensus reopen samordning.qualcode 0e445efe
    """
    from qualcode.analysis.agreement import consensus as settling

    with open_project(path, coder=as_) as project:
        dispute = _found(project, key, selection, unit, consensus)[1]
        settling.reopen(project, dispute)
        say(f"{dispute.key} is open again.")


@app.command("take-over")
@selecting_alike
def take_over(
    path: ProjectPath,
    selection: Selection,
    unit: Unit = AgreementUnit.SENTENCE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    consensus: Consensus = "",
    as_: Coder = None,
) -> None:
    """Let the consensus have all that coders agree on, as one action.

    Example: qualcode consensus take-over samordning.qualcode --yes
    """
    from qualcode.analysis.agreement.agreed import take_over_agreed
    from qualcode.analysis.agreement.consensus import settlement

    with open_project(path, coder=as_) as project:
        found = settlement(project, selection, unit=unit, consensus=consensus)
        if not found.agreed_open:
            say(f"{found.consensus} has all that is agreed on.")
            return
        stretches = count(found.agreed_open, "stretch", "stretches")
        names = ", ".join(found.coders)
        question = f"Take over {stretches} that {names} coded alike, for {found.consensus}?"
        if confirm(question, yes=yes):
            take_over_agreed(project, selection, unit=unit, consensus=found.consensus)
            say(f"{found.consensus} has {stretches} more; `qualcode undo` takes them back.")


@app.command()
def name(
    path: ProjectPath,
    coder: Annotated[str, typer.Argument(metavar="CODER", help="A name nobody codes under.")],
    as_: Coder = None,
) -> None:
    """Choose who stands for the consensus from now on.

    Example: qualcode consensus name samordning.qualcode konsensus
    """
    from qualcode.project.consensus import consensus_coder, name_consensus_coder

    with open_project(path, coder=as_) as project:
        name_consensus_coder(project, coder)
        say(f"{consensus_coder(project)} stands for the consensus.")


def _found(
    project: Project, key: str, selection: Selection, unit: AgreementUnit, consensus: str
) -> tuple[Settlement, Dispute]:
    from qualcode.analysis.agreement.consensus import find_dispute, settlement

    found = settlement(project, selection, unit=unit, consensus=consensus)
    return found, find_dispute(found, key)


def _span(text: str) -> Span:
    start, dash, end = text.partition("-")
    if not (dash and start.strip().isdigit() and end.strip().isdigit()):
        raise InputError(
            f"“{text}” is no stretch of a text.", remedy="Write START-END, as 120-180."
        )
    return Span(int(start), int(end))


def _show(project: Project, found: Settlement, dispute: Dispute) -> None:
    from rich.text import Text

    from qualcode.project.codes import codes
    from qualcode.project.codings import codings_where
    from qualcode.project.sources import source
    from qualcode.reporting.consensus import settled_in_words

    text = source(project, dispute.source_id).text
    labels = {one.id: one.label for one in codes(project)}
    chosen = {one.id for one in dispute.codes}
    there = codings_where(
        project,
        "source_id = ? AND start < ? AND end > ?",
        (
            dispute.source_id,
            max([dispute.end, *(one.end for one in dispute.codings)]),
            min([dispute.start, *(one.start for one in dispute.codings)]),
        ),
    )
    out = console()
    before, words, after = (
        " ".join(text[start:end].split())
        for start, end in (
            (max(dispute.start - _AROUND, 0), dispute.start),
            (dispute.start, dispute.end),
            (dispute.end, dispute.end + _AROUND),
        )
    )
    out.print(Text(f"{dispute.source}, {dispute.start}–{dispute.end}", "dim"))
    out.print(Text.assemble((f"… {before} ", "dim"), (words, "bold"), (f" {after} …", "dim")))
    for coder in (*dispute.coders, found.consensus):
        own = [
            one
            for one in there
            if one.coder == coder and (one.code_id in chosen or coder == found.consensus)
        ]
        out.print(Text(f"{coder}:", "bold"))
        for one in own:
            words = " ".join(text[one.start : one.end].split())
            memo = f"  ({one.memo})" if one.memo else ""
            say(f"  {labels[one.code_id]}, {one.start}–{one.end}: “{words}”{memo}")
        if not own:
            say("  nothing of it")
    if dispute.settled:
        made = next(each for each in dispute.decisions if each)
        say(f"Settled by {made.decided_by}, {when(made.decided_at)}: {settled_in_words(dispute)}")
        if dispute.reason:
            say(f"Why: {dispute.reason}")
