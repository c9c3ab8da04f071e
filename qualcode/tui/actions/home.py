"""The home screen with its dialogues, and importing."""

from __future__ import annotations

from qualcode.tui.actions.base import DECIDE, EDIT, GENERAL, GO, MOVE, Action
from qualcode.tui.i18n import N_

_HOME: tuple[Action, ...] = (
    Action(
        "choose",
        ("enter",),
        N_("Open"),
        N_("Opens the project in the bar, or does what the bar says."),
        GO,
        "home",
    ),
    Action(
        "new",
        ("n",),
        N_("New project"),
        N_("A file for a study of yours, with a codebook if you have one."),
        GO,
        "home",
    ),
    Action(
        "open_other",
        ("o",),
        N_("Open another project"),
        N_("Finds the file of a project that is not in the list."),
        GO,
        "home",
    ),
    Action(
        "example",
        ("e",),
        N_("Example study"),
        N_("Interviews that are made up, coded, to look around in and try things on."),
        GO,
        "home",
    ),
    Action(
        "import_into",
        ("i",),
        N_("Import transcripts"),
        N_("Into the project in the bar, after a look at how they are read."),
        GO,
        "home",
    ),
    Action(
        "forget",
        ("x", "delete"),
        N_("Take off the list"),
        N_("The project's file stays where it is."),
        EDIT,
        "home",
    ),
    Action(
        "export",
        ("ctrl+e", "X"),
        N_("Export"),
        N_("Writes the list of projects to a file: CSV."),
        GO,
        "home",
    ),
    Action("quit", ("q",), N_("Quit"), N_("Everything is on disk already."), GENERAL, "home"),
)

_FILES: tuple[Action, ...] = (
    Action(
        "mark",
        ("space",),
        N_("Mark a file or folder"),
        N_("In the tree: to take several, or all in a folder."),
        DECIDE,
        "files",
    ),
    Action(
        "take",
        ("f10",),
        N_("Take it"),
        N_("What is marked, else what the bar is on."),
        DECIDE,
        "files",
        True,
    ),
    Action("up", ("backspace",), N_("The folder above"), N_("In the tree."), MOVE, "files"),
    Action("cancel", ("escape",), N_("Leave"), N_("Takes nothing."), GENERAL, "files", True),
)

_NEW: tuple[Action, ...] = (
    Action(
        "make",
        ("f10",),
        N_("Make the project"),
        N_("Enter in the last field does the same."),
        DECIDE,
        "new_project",
        True,
    ),
    Action(
        "cancel",
        ("escape",),
        N_("Leave"),
        N_("Makes nothing."),
        GENERAL,
        "new_project",
        True,
    ),
)


def _correct(name: str, keys: str, label: str, hint: str, shown: str = "") -> Action:
    return Action(name, tuple(keys.split()), label, hint, EDIT, "import", key_shown=shown)


_IMPORT: tuple[Action, ...] = (
    Action(
        "add",
        ("a",),
        N_("Choose files"),
        N_("Transcripts, folders of them, or a table of variables (CSV, Excel)."),
        GO,
        "import",
    ),
    Action(
        "store",
        ("i", "f10"),
        N_("Import"),
        N_("Stores what is shown, as one action that can be undone."),
        DECIDE,
        "import",
    ),
    Action(
        "leave_out",
        ("space", "delete"),
        N_("Leave the file out"),
        N_("Or takes it in again."),
        DECIDE,
        "import",
    ),
    *(
        _correct(
            f"toggle_role({number})",
            str(number),
            N_("Interviewer or informant"),
            N_("Changes who the speaker of that number is."),
            "1–9",
        )
        for number in range(1, 10)
    ),
    Action(
        "next_doubt",
        ("w",),
        N_("Next file in doubt"),
        N_("One that cannot be read, or where something was guessed."),
        MOVE,
        "import",
    ),
    _correct(
        "same_roles", "A", N_("These roles in all files"), N_("Wherever these speakers speak.")
    ),
    _correct("encoding", "e", N_("Encoding"), N_("Where letters look wrong: reads anew.")),
    _correct(
        "same_encoding",
        "E",
        N_("This encoding in all files"),
        N_("In those whose encoding was found to be the same."),
    ),
    _correct("rename", "n", N_("Name"), N_("What the transcript is called in the project.")),
    _correct("case", "c", N_("Case"), N_("Whose transcript it is.")),
    _correct("language", "l", N_("Language"), N_("Of this transcript.")),
    _correct("same_language", "L", N_("Language of all files"), ""),
    _correct(
        "variables",
        "v",
        N_("Table of variables"),
        N_("Says whose each transcript is and what is known of them; again: without it."),
    ),
)

ACTIONS: tuple[Action, ...] = (*_HOME, *_NEW, *_FILES, *_IMPORT)
