"""Coding in the workspace."""

from __future__ import annotations

from qualcode.tui.actions.base import CODE, GENERAL, SELECT, SHOW, Action
from qualcode.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "pick",
        ("enter", "c"),
        N_("Code the selection"),
        N_("Opens the list of codes. Without a selection, the sentence at the cursor is taken."),
        CODE,
        "workspace",
    ),
    *(
        Action(
            f"recent({number})",
            (str(number),),
            N_("A recent code"),
            N_(
                "Codes the selection, else the sentence at the cursor, with the code of that "
                "number in the row below the text."
            ),
            CODE,
            "workspace",
            key_shown="1–9",
        )
        for number in range(1, 10)
    ),
    Action(
        "repeat",
        ("full_stop", "."),
        N_("The last code again"),
        N_("Codes the selection, else the sentence at the cursor, as was done last."),
        CODE,
        "workspace",
    ),
    Action(
        "remove",
        ("x", "delete"),
        N_("Remove a coding"),
        N_("Removes the coding at the cursor; asks which if there are several."),
        CODE,
        "workspace",
    ),
    Action(
        "in_vivo",
        ("i",),
        N_("A code of the selected words"),
        N_("The words become the name of a new code (in vivo), which they are coded with."),
        CODE,
        "workspace",
    ),
    Action(
        "change_code",
        ("C",),
        N_("Another code"),
        N_("Gives the coding at the cursor another code; asks which if there are several."),
        CODE,
        "workspace",
    ),
    Action(
        "change_borders",
        ("g",),
        N_("Change a coding's borders"),
        N_(
            "Makes the coding at the cursor the selection: extend or shrink it, then once more "
            "to keep the new borders. If words are selected already, it gets their borders."
        ),
        CODE,
        "workspace",
    ),
    Action(
        "other_end",
        ("e",),
        N_("The other end"),
        N_("Goes to the other end of the selection, to extend it there."),
        SELECT,
        "workspace",
    ),
    Action(
        "list_codings",
        ("L",),
        N_("List the codings here"),
        N_("With coder, origin and memo; to remove, change or write on any of them."),
        CODE,
        "workspace",
    ),
    Action(
        "memo",
        ("m",),
        N_("Write a memo on a coding"),
        N_("On the coding at the cursor; asks which if there are several."),
        CODE,
        "workspace",
    ),
    Action(
        "memos",
        ("M",),
        N_("Memos"),
        N_("On the transcript, its case, the code at the cursor and the project; and all memos."),
        CODE,
        "workspace",
    ),
    Action(
        "toggle_sources",
        ("f2",),
        N_("Sources"),
        N_("Goes to the list of transcripts, opening it; again: back to the text."),
        SHOW,
        "workspace",
    ),
    Action(
        "toggle_codebook",
        ("f3",),
        N_("Codebook"),
        N_("Goes to the codebook, opening it; again: back to the text."),
        SHOW,
        "workspace",
    ),
    Action(
        "next_source",
        ("N",),
        N_("Next transcript"),
        N_("Opens the next in the list."),
        SHOW,
        "workspace",
    ),
    Action(
        "previous_source",
        ("P",),
        N_("Previous transcript"),
        N_("Opens the one before."),
        SHOW,
        "workspace",
    ),
    Action(
        "group_sources",
        ("f4",),
        N_("Group transcripts"),
        N_("By the next variable: perspective, wave, …"),
        SHOW,
        "workspace",
    ),
    Action(
        "line_numbers", ("l",), N_("Line numbers"), N_("Shows or hides them."), SHOW, "workspace"
    ),
    Action(
        "own_codings",
        ("o",),
        N_("Only my codings"),
        N_("Hides what other coders did, or shows it again."),
        SHOW,
        "workspace",
    ),
    Action("quit", ("q",), N_("Quit"), N_("Everything is on disk already."), GENERAL, "workspace"),
)
