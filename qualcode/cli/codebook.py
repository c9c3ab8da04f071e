"""qualcode codebook: import, export, show, and change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.console import bullet_list, confirm, console, count, say
from qualcode.cli.options import Coder, ProjectPath, open_project, selecting
from qualcode.errors import InputError

if TYPE_CHECKING:
    from qualcode.codebook.store import Difference
    from qualcode.project.selection import Selection

app = typer.Typer(no_args_is_help=True, help="The tree of codes: import, export, show, change.")

_Code = Annotated[str, typer.Argument(metavar="CODE", help="A code's name or path.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command("import")
def import_(
    path: ProjectPath,
    file: Annotated[Path, typer.Argument(help="YAML, CSV or Excel.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    coder: Coder = None,
) -> None:
    """Bring a codebook into the project, or a changed one; codings stay.

    Example: qualcode codebook import samordning.qualcode codebooks/samordning.yaml
    """
    from qualcode.codebook.draft import problems
    from qualcode.codebook.store import compare, import_codebook, read_codebook
    from qualcode.project.codes import codes

    draft = read_codebook(file)
    for problem in problems(draft):
        say(f"{file.name}, line {problem.line}: {problem.text}")
    with open_project(path, coder=coder, read_only=dry_run) as project:
        first = not codes(project)
        difference = compare(project, draft) if dry_run else import_codebook(project, draft)
        _show_difference(difference, first=first)


def _show_difference(difference: Difference, *, first: bool) -> None:
    if not difference:
        say("The project's codebook is as the file has it.")
    if difference.added:
        say(f"New: {count(len(difference.added), 'code')}")
        if not first:  # a new project's whole codebook is better seen with `codebook show`
            say(bullet_list(difference.added))
    for before, after in difference.moved:
        say(f"Moved or renamed: {before} → {after}")
    for label, fields in difference.changed:
        say(f"Changed: {label} ({', '.join(fields)})")
    if difference.reordered:
        say("The order of the codes changes.")
    if difference.about:
        say(f"Changed about the codebook: {', '.join(difference.about)}")
    if difference.missing:
        say("Not in the file, and kept (`qualcode codebook delete` removes a code):")
        say(bullet_list(difference.missing))


@app.command()
def export(
    path: ProjectPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help=".yaml, .csv or .xlsx")],
) -> None:
    """Write the codebook to a file that can be changed and imported again.

    Example: qualcode codebook export samordning.qualcode codebook.xlsx
    """
    from qualcode.codebook.store import export_codebook

    with open_project(path) as project:
        export_codebook(project, out)
    say(f"Wrote {out}.")


@app.command()
def show(
    path: ProjectPath,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="Only this code.")] = None,
    definitions: Annotated[bool, typer.Option("--definitions", help="With definitions.")] = False,
) -> None:
    """Show the codes as a tree with their codings, or one code whole.

    Example: qualcode codebook show samordning.qualcode "Ressursbarrierer"
    """
    from rich.text import Text

    from qualcode.analysis.frequencies import frequencies
    from qualcode.project.codes import effective_colours, find_code

    with open_project(path, read_only=True) as project:
        wanted = find_code(project, code) if code else None
        rows = frequencies(project).rows
        colours = effective_colours([row.code for row in rows])
        out = console()
        for row in rows:
            if wanted and row.code.path[: len(wanted.path)] != wanted.path:
                continue
            line = Text("  " * row.code.depth)
            line.append("● ", style=colours[row.code.id])
            line.append(row.code.name, style="bold" if row.code.depth == 0 else "")
            line.append(f"  {row.codings}", style="dim")
            if row.all_codings != row.codings:
                line.append(f" ({row.all_codings} with sub-codes)", style="dim")
            out.print(line)
            if definitions and row.code.definition:
                out.print(Text("  " * (row.code.depth + 2) + row.code.definition, style="dim"))
        if wanted:
            for name, text in (
                ("Definition", wanted.definition),
                ("When to use", wanted.when_to_use),
                ("When not to use", wanted.when_not_to_use),
                ("Examples", "\n".join(wanted.examples)),
                ("Indicator terms", ", ".join(wanted.indicator_terms)),
            ):
                if text:
                    out.print(Text.assemble("\n", (f"{name}\n", "bold"), text))


@app.command()
def add(
    path: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    under: Annotated[str, typer.Option(help="The code above; else it becomes a theme.")] = "",
    definition: Annotated[str, typer.Option(help="What it means.")] = "",
    coder: Coder = None,
) -> None:
    """Make a new code.

    Example: qualcode codebook add samordning.qualcode "Digitale barrierer" --under Ressursbarrierer
    """
    from qualcode.codebook.edit import add_code
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder) as project:
        parent = find_code(project, under) if under else None
        add_code(project, name, parent=parent, definition=definition)
        say(f"Added {name}.")


@app.command()
def edit(
    path: ProjectPath,
    code: _Code,
    definition: Annotated[str | None, typer.Option(help="What it means.")] = None,
    when_to_use: Annotated[str | None, typer.Option(help="When to use it.")] = None,
    when_not_to_use: Annotated[str | None, typer.Option(help="When not.")] = None,
    example: Annotated[
        list[str] | None, typer.Option(help="An example; in place of those there. Repeatable.")
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(help="An indicator term; in place of those there. Repeatable."),
    ] = None,
    colour: Annotated[str | None, typer.Option(help="As #RRGGBB.")] = None,
    coder: Coder = None,
) -> None:
    """Give a code another definition, other examples, terms or colour; "" empties a field.

    Example: qualcode codebook edit samordning.qualcode "Ventetid og kø" --term kø --term ventetid
    """
    from qualcode.codebook.edit import edit_code
    from qualcode.project.codes import find_code

    fields: dict[str, Any] = {
        "definition": definition,
        "when_to_use": when_to_use,
        "when_not_to_use": when_not_to_use,
        "examples": example,
        "indicator_terms": term,
        "colour": colour,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    with open_project(path, coder=coder) as project:
        found = find_code(project, code)
        if not given:
            raise InputError(
                "Nothing to change was named.", remedy="Use --definition, --term and so on."
            )
        edit_code(project, found, **given)
        say(f"Edited {found.label}.")


@app.command()
def rename(
    path: ProjectPath,
    code: _Code,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.")],
    coder: Coder = None,
) -> None:
    """Give a code another name.

    Example: qualcode codebook rename samordning.qualcode "Ventetid og kø" "Ventetid"
    """
    from qualcode.codebook.edit import rename_code
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder) as project:
        rename_code(project, find_code(project, code), name)
        say(f"Renamed to {name}.")


@app.command()
def move(
    path: ProjectPath,
    code: _Code,
    under: Annotated[
        str, typer.Option(help="The code that it shall stand under; else it goes to the top.")
    ] = "",
    after: Annotated[
        str, typer.Option(help="The code that it comes right after; else it comes last.")
    ] = "",
    coder: Coder = None,
) -> None:
    """Move a code, with all under it, to another place in the tree.

    Example: qualcode codebook move samordning.qualcode "Ventetid og kø" --under Ressursbarrierer
    """
    from qualcode.codebook.edit import move_code
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder) as project:
        parent = find_code(project, under) if under else None
        before = find_code(project, after) if after else None
        move_code(project, find_code(project, code), parent, after=before)
        say(f"Moved {code} {'under ' + parent.label if parent else 'to the top'}.")


@app.command()
def reorder(
    path: ProjectPath,
    code: _Code,
    up: Annotated[int, typer.Option(metavar="N", min=0, help="So many places up.")] = 0,
    down: Annotated[int, typer.Option(metavar="N", min=0, help="So many places down.")] = 0,
    coder: Coder = None,
) -> None:
    """Move a code up or down among the codes that stand under the same code.

    Example: qualcode codebook reorder samordning.qualcode "Ventetid og kø" --up 1
    """
    from qualcode.codebook.edit import reorder_code
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder) as project:
        found = find_code(project, code)
        went = reorder_code(project, found, down - up)
        where = f"{count(abs(went), 'place')} {'up' if went < 0 else 'down'}"
        say(f"Moved {found.label} {where}." if went else f"{found.label} stays where it is.")


@app.command()
def merge(
    path: ProjectPath,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="The codes to merge.")],
    into: Annotated[str, typer.Option(help="The code that stays.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen to the codings.")
    ] = False,
    coder: Coder = None,
) -> None:
    """Merge codes into one; overlapping codings of them become one.

    Example: qualcode codebook merge samordning.qualcode "Ventetid og kø" --into "Kapasitet og tid"
    """
    from qualcode.codebook.edit import merge_codes
    from qualcode.codebook.effects import merge_effect
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder, read_only=dry_run) as project:
        target = find_code(project, into)
        merged = [find_code(project, code) for code in codes]
        if dry_run:
            effect = merge_effect(project, merged, target)
            say(
                f"{count(effect.codings, 'coding')} would go over to {target.label}. Overlapping "
                f"ones would become one, which makes {count(effect.fused, 'coding')} fewer."
            )
            return
        went = merge_codes(project, merged, target)
        say(f"Merged into {target.label}: {count(went, 'coding')} went over to it.")


@app.command()
@selecting
def split(
    path: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new code.")],
    off: Annotated[str, typer.Option(metavar="CODE", help="The code that is split.")],
    selection: Selection,
    ids: Annotated[
        str, typer.Option(metavar="ID,ID,…", help="Codings by number; or use the filters.")
    ] = "",
    coder_as: Coder = None,
) -> None:
    """Give some of a code's codings to a new code beside it.

    Example: qualcode codebook split samordning.qualcode "BUP" --off "Ventetid og kø" --text BUP
    """
    from dataclasses import replace

    from qualcode.analysis.retrieval import selected_codings
    from qualcode.cli.options import whole_numbers
    from qualcode.codebook.edit import split_code
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder_as) as project:
        code = find_code(project, off)
        chosen = whole_numbers(ids)
        if not chosen:
            own = replace(selection, codes=(code.label,), subtree=False)
            chosen = [coding.id for coding in selected_codings(project, own)]
        split_code(project, code, name, chosen)
        say(f"Split {name} off {code.label}: {count(len(chosen), 'coding')} went over to it.")


@app.command()
def delete(
    path: ProjectPath,
    code: _Code,
    to: Annotated[str, typer.Option("--codings-to", help="A code that gets the codings.")] = "",
    delete_codings: Annotated[
        bool, typer.Option("--delete-codings", help="Delete the codings with the code.")
    ] = False,
    yes: _Yes = False,
    coder: Coder = None,
) -> None:
    """Delete a code and all codes under it; asks what happens to their codings.

    Example: qualcode codebook delete samordning.qualcode "Midlertidige midler" --delete-codings
    """
    from qualcode.codebook.edit import delete_code
    from qualcode.codebook.effects import delete_effect
    from qualcode.project.codes import find_code

    with open_project(path, coder=coder) as project:
        doomed = find_code(project, code)
        effect = delete_effect(project, doomed)
        if effect.suggestions:
            say(f"{count(effect.suggestions, 'suggestion')} would go with {doomed.label}.")
        if effect.codings and not to and not delete_codings:
            say(
                f"{doomed.label} has {count(effect.codings, 'coding')}, those of codes under it "
                "included."
            )
            to = typer.prompt(
                "Which code shall get them? (Enter deletes them)", default="", show_default=False
            )
        target = find_code(project, to) if to else None
        question = f"Delete {doomed.label}" + (
            f" and give its codings to {target.label}?" if target else " with its codings?"
        )
        if confirm(question, yes=yes):
            delete_code(project, doomed, codings_to=target)
            say(f"Deleted {doomed.label}. `qualcode undo` brings it back.")
