"""qualcode cases: list and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import bullet_list, confirm, count, say, show_table, working
from qualcode.cli.options import Coder, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.project.withdraw import Withdrawal

app = typer.Typer(no_args_is_help=True, help="List informants; withdraw one's consent.")


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
    from qualcode.project import plan_withdrawal
    from qualcode.project import withdraw as withdraw_case

    with open_project(path, coder=coder) as project:
        _show_plan(plan_withdrawal(project, case))
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
    if plan.backups:
        say("These backups will be deleted, and a new one made:")
        say(bullet_list([str(file) for file in plan.backups]))
    if plan.quotations:
        say("These repeat the case's words and stay; look at them yourself:")
        say(bullet_list(list(plan.quotations)))
