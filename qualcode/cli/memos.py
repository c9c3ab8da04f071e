"""qualcode memos: list and write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.console import say, show_table, when, write_or_show
from qualcode.cli.options import Coder, Out, ProjectPath, open_project

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.memos import Memo, Subject
    from qualcode.reporting.tables import Table

app = typer.Typer(
    no_args_is_help=True,
    help="Memos on codings, transcripts, codes, cases and the project: list, write.",
)


@app.command("list")
def list_(
    path: ProjectPath,
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on", metavar="KIND", help="coding, source, code, case or project. Repeatable."
        ),
    ] = None,
    coder: Annotated[
        list[str] | None, typer.Option("--coder", metavar="NAME", help="Whose. Repeatable.")
    ] = None,
    text: Annotated[
        str, typer.Option("--text", help="Words that occur in the memo or in what it is on.")
    ] = "",
    out: Out = None,
) -> None:
    """List the memos, the latest first, with what each is on.

    Example: qualcode memos list samordning.qualcode --on coding --text koordinator
    """
    from qualcode.project.memos import SUBJECTS, find_memos
    from qualcode.reporting.results import memo_table

    with open_project(path, read_only=out is None) as project:
        kinds = [_subject(kind) for kind in on] if on else SUBJECTS
        found = find_memos(project, on=kinds, coders=coder or (), text=text)
        if out:
            write_or_show(project, memo_table(found), out)
        elif found:
            show_table(_for_reading(found), numbers_from=5)
        else:
            say("There are no such memos.")


@app.command()
def write(
    path: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The memo; an empty one goes away.")],
    coding: Annotated[
        int | None, typer.Option(metavar="ID", help="On the coding of this number.")
    ] = None,
    source: Annotated[str, typer.Option(metavar="NAME", help="On this transcript.")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="On this code, by name or path.")] = "",
    case: Annotated[str, typer.Option(metavar="NAME", help="On this case.")] = "",
    coder: Coder = None,
) -> None:
    """Write your memo on a coding, a transcript, a code, a case, or else on the project.

    You have one memo on each thing; writing again replaces it, and `qualcode undo` brings it back.

    Example: qualcode memos write samordning.qualcode "Nevnes av alle." --code "Uklart mandat"
    """
    from qualcode.errors import InputError
    from qualcode.project.memos import write_memo

    if sum(map(bool, (coding, source, code, case))) > 1:
        raise InputError("A memo is on one thing; give one of --coding, --source, --code, --case.")
    with open_project(path, coder=coder) as project:
        subject, subject_id, name = _found(project, coding, source, code, case)
        with project.action(f"Wrote a memo on {name}"):
            write_memo(project, subject, subject_id, text)
        say(f"Your memo on {name} is stored." if text.strip() else f"Took away the memo on {name}.")


def _for_reading(found: list[Memo]) -> Table:
    from qualcode.reporting.tables import Table

    rows = []
    for memo in found:
        about = f"{memo.about}, {memo.source}: “{memo.words}”" if memo.span else memo.about
        rows.append((memo.subject, about, memo.coder, when(memo.changed_at), memo.text))
    return Table("Memos", ("on", "name", "coder", "changed", "memo"), tuple(rows))


def _subject(kind: str) -> Subject:
    from qualcode.errors import InputError
    from qualcode.project.memos import SUBJECTS

    for subject in SUBJECTS:
        if kind.casefold() == subject:
            return subject
    raise InputError(
        f"There are no memos on a “{kind}”.", remedy=f"Choose among {', '.join(SUBJECTS)}."
    )


def _found(
    project: Project, coding: int | None, source: str, code: str, case: str
) -> tuple[Subject, int, str]:
    """What the memo is on: its kind, its id and what people call it."""
    from qualcode.errors import NotFoundError
    from qualcode.project.cases import find_case
    from qualcode.project.codes import find_code
    from qualcode.project.codings import codings
    from qualcode.project.sources import find_source

    if coding is not None:
        if not codings(project, [coding]):
            raise NotFoundError(
                f"There is no coding {coding}.", remedy="`qualcode excerpts` shows their numbers."
            )
        return "coding", coding, f"the coding {coding}"
    if source:
        found = find_source(project, source)
        return "source", found.id, f"the transcript {found.name}"
    if code:
        chosen = find_code(project, code)
        return "code", chosen.id, f"the code {chosen.name}"
    if case:
        return "case", find_case(project, case), f"the case {case}"
    return "project", 0, "the project"
