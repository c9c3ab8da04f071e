"""qualcode cases: list, assign, set and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import bullet_list, confirm, count, say, show_table, working
from qualcode.cli.options import Coder, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.project.withdraw import Withdrawal

app = typer.Typer(
    no_args_is_help=True, help="Informants: list, assign, set variables, withdraw consent."
)


@app.command("list")
def list_(path: ProjectPath) -> None:
    """List the cases with their sources.

    Example: qualcode cases list samordning.qualcode
    """
    from qualcode.project.cases import cases
    from qualcode.reporting.tables import Table

    with open_project(path, read_only=True) as project:
        rows = tuple(
            (
                case.name,
                ", ".join(case.sources),
                "; ".join(f"{name} {value}" for name, value in case.values.items()),
            )
            for case in cases(project)
        )
    show_table(Table("Cases", ("case", "sources", "variables"), rows), numbers_from=3)


@app.command()
def assign(
    path: ProjectPath,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The transcript's name.")],
    case: Annotated[str, typer.Argument(metavar="CASE", help="Whose it is; made if new.")],
    coder: Coder = None,
) -> None:
    """Say whose a transcript is.

    Example: qualcode cases assign samordning.qualcode F01_2023 F01
    """
    from qualcode.project.cases import assign_case
    from qualcode.project.sources import find_source

    with open_project(path, coder=coder) as project:
        found = find_source(project, source)
        with project.action(f"Assigned {found.name} to the case {case}"):
            assign_case(project, found.id, case)
        say(f"{found.name} belongs to {case}.")


@app.command("set")
def set_(
    path: ProjectPath,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's name.")],
    values: Annotated[
        list[str], typer.Argument(metavar="VARIABLE=VALUE…", help="What is known of it.")
    ],
    coder: Coder = None,
) -> None:
    """Set variables of a case. A source's own value goes before its case's.

    Example: qualcode cases set samordning.qualcode F01 perspective=familier municipality=stor
    """
    from qualcode.project.cases import find_case, set_value
    from qualcode.project.selection import parse_variables

    with open_project(path, coder=coder) as project:
        case_id = find_case(project, case)
        with project.action(f"Set variables of the case {case}"):
            for variable, value in parse_variables(values):
                set_value(project, variable, value, case_id=case_id)
        say(f"Set {count(len(values), 'variable')} of {case}.")


@app.command()
def withdraw(
    path: ProjectPath,
    case: Annotated[str, typer.Argument(metavar="CASE", help="Who withdraws.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    coder: Coder = None,
) -> None:
    """Remove a case and all its words for good, when consent is withdrawn.

    Shows what will go and asks. This cannot be undone.

    Example: qualcode cases withdraw samordning.qualcode F03
    """
    from qualcode.errors import InputError
    from qualcode.project import plan_withdrawal
    from qualcode.project import withdraw as withdraw_case

    with open_project(path, coder=coder) as project:
        plan = plan_withdrawal(project, case)
        if plan.elsewhere and not plan.sources and not plan.undone_sources:
            raise InputError(
                f"The case {case} has no sources any more: {', '.join(plan.elsewhere)}.",
                remedy="Nothing was changed. Withdraw the case that they belong to now.",
            )
        _show_plan(plan)
        if not confirm("Remove all of this for good? It cannot be undone.", yes=yes):
            say("Nothing was changed.")
            return
        with working("Removing"):
            done = withdraw_case(project, case)
        say("Removed, also from the history, the search index and qualcode's own backups.")
        if done.exports:
            say("Exports made earlier may hold the words still. Delete or redo these yourself:")
            say(bullet_list([str(file) for file in done.exports]))


def _show_plan(plan: Withdrawal) -> None:
    say(f"The case {plan.case}: {', '.join(plan.sources) or 'no sources'}")
    say(
        f"  {count(plan.words, 'word')}, {count(plan.codings, 'coding')}, "
        f"{count(plan.memos, 'memo')}, {count(plan.suggestions, 'suggestion')}"
    )
    if plan.undone_sources:
        undone = count(plan.undone_sources, "transcript")
        say(f"  and {undone} that only the history still holds, since that was undone or removed")
    if plan.redoable:
        say(f"You have undone {count(plan.redoable, 'action')}. Redo first what you want to keep:")
        say("after the withdrawal nothing that was undone can be redone.")
    if plan.elsewhere:
        say("These were the case's once and stay, since they are another's now:")
        say(bullet_list(plan.elsewhere))
    if plan.backups:
        say("These backups will be deleted, and a new one made:")
        say(bullet_list([str(file) for file in plan.backups]))
    if plan.quotations:
        say("These repeat the case's words and stay; look at them yourself:")
        say(bullet_list(list(plan.quotations)))
