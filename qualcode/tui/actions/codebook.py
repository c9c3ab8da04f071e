"""Editing the codebook."""

from __future__ import annotations

from qualcode.tui.actions.base import EDIT, GENERAL, GO, MOVE, SHOW, Action, Where
from qualcode.tui.i18n import N_


def _action(action_id: str, keys: str, label: str, hint: str, group: str) -> Action:
    return Action(action_id, tuple(keys.split()), label, hint, group, "codebook")


_CODEBOOK = (
    _action("step(-1)", "up", N_("Code above"), "", MOVE),
    _action("step(1)", "down", N_("Code below"), "", MOVE),
    _action("page(-1)", "pageup", N_("A page up"), "", MOVE),
    _action("page(1)", "pagedown", N_("A page down"), "", MOVE),
    _action("end(-1)", "home", N_("First code"), "", MOVE),
    _action("end(1)", "end", N_("Last code"), "", MOVE),
    _action("fold", "left", N_("Fold, or go to the code above it"), "", MOVE),
    _action("unfold", "right", N_("Unfold, or go to the first below it"), "", MOVE),
    _action(
        "fold_all",
        "z",
        N_("Fold all themes, or unfold all"),
        N_("Only the themes are left; again: everything."),
        SHOW,
    ),
    _action(
        "filter",
        "f",
        N_("Find codes by letters"),
        N_("Lists the codes that fit; Enter goes to the list, Esc shows all again."),
        SHOW,
    ),
    _action(
        "details",
        "f3",
        N_("Only the code, or the list too"),
        N_("Gives the whole screen to what is said of the code in the bar."),
        SHOW,
    ),
    _action("read(1)", "space", N_("More of the code"), N_("Pages what is said of it."), SHOW),
    _action("read(-1)", "b", N_("Back in the code"), "", SHOW),
    _action(
        "own_codings",
        "o",
        N_("Count only my codings"),
        N_("Or everybody's again."),
        SHOW,
    ),
    _action(
        "excerpts",
        "enter",
        N_("Its excerpts"),
        N_("Everything that has the code, with the codes below it."),
        GO,
    ),
    _action(
        "add",
        "a insert",
        N_("New code beside this one"),
        N_("Enter after the name is enough; the other fields can wait."),
        EDIT,
    ),
    _action("add_below", "A", N_("New code under this one"), "", EDIT),
    _action("rename", "n f2", N_("Rename"), N_("The codings stay."), EDIT),
    _action(
        "edit",
        "e",
        N_("Edit"),
        N_("Name, definition, when to use it and when not, examples, indicator terms, colour."),
        EDIT,
    ),
    _action("memo", "m", N_("Write a memo"), N_("Your memo on the code."), EDIT),
    _action(
        "reorder(-1)", "K alt+up", N_("Move it up"), N_("Among the codes of one parent."), EDIT
    ),
    _action("reorder(1)", "J alt+down", N_("Move it down"), "", EDIT),
    _action(
        "indent",
        "alt+right",
        N_("Move it under the one before"),
        N_("With everything below it."),
        EDIT,
    ),
    _action("outdent", "alt+left", N_("Move it up a level"), N_("Beside its parent."), EDIT),
    _action("move", "t", N_("Move to another parent"), N_("Chosen from a list."), EDIT),
    _action("move_to_top", "T", N_("Move to the top"), N_("It becomes a theme."), EDIT),
    _action(
        "cut",
        "x",
        N_("Cut, to paste elsewhere"),
        N_("It stays where it is until it is pasted; again: not any more."),
        EDIT,
    ),
    _action("paste_below", "p", N_("Paste under this code"), "", EDIT),
    _action("paste", "P", N_("Paste after this code"), N_("Beside it, under its parent."), EDIT),
    _action(
        "merge",
        "i",
        N_("Merge into another"),
        N_("Says beforehand how many codings go over and how many become one."),
        EDIT,
    ),
    _action(
        "split",
        "s",
        N_("Split"),
        N_("Marked excerpts get a new code beside this one."),
        EDIT,
    ),
    _action(
        "delete",
        "d delete",
        N_("Delete"),
        N_("Says what goes with it; the codings can go over to another code."),
        EDIT,
    ),
    _action(
        "load",
        "L",
        N_("Load a codebook from a file"),
        N_("YAML, CSV or Excel; shows what would change before anything does."),
        EDIT,
    ),
)


def _modal(where: Where, action_id: str, keys: str, label: str, hint: str, group: str) -> Action:
    return Action(action_id, tuple(keys.split()), label, hint, group, where, priority=True)


_FORM = (
    _modal(
        "code_form",
        "save",
        "ctrl+s f10",
        N_("Save"),
        N_("All fields at once, as one action. In a field of one line, Enter does the same."),
        EDIT,
    ),
    _modal(
        "code_form",
        "cancel",
        "escape",
        N_("Leave"),
        N_("Asks for a second Esc if something was changed."),
        GENERAL,
    ),
)

_SPLIT = (
    Action("step(-1)", ("up",), N_("One up"), "", MOVE, "split", True),
    Action("step(1)", ("down",), N_("One down"), "", MOVE, "split", True),
    Action("page(-1)", ("pageup",), N_("A page up"), "", MOVE, "split", True),
    Action("page(1)", ("pagedown",), N_("A page down"), "", MOVE, "split", True),
    Action("mark", ("space",), N_("Mark or unmark"), N_("Goes on to the next."), EDIT, "split"),
    Action(
        "mark_all",
        ("a",),
        N_("Mark all that is listed"),
        N_("Or none, where all are marked."),
        EDIT,
        "split",
    ),
    Action(
        "filter",
        ("f",),
        N_("Only excerpts with these letters"),
        N_("Enter goes back to the list; what was marked stays marked."),
        SHOW,
        "split",
    ),
    Action(
        "go_on",
        ("enter",),
        N_("Go on"),
        N_("Asks for the new code's name."),
        EDIT,
        "split",
    ),
    Action("cancel", ("escape",), N_("Leave"), N_("Nothing is changed."), GENERAL, "split", True),
)

ACTIONS: tuple[Action, ...] = (*_CODEBOOK, *_FORM, *_SPLIT)
